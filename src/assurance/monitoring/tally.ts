import type { TracedSpan } from '#core/vocabulary'
import { isMarker } from './marker.ts'
import { pseudonym, redact } from './redact.ts'
import type { Attribution } from './rules.ts'

/** What is kept of a trace for one AI system until it has ended: counts and names, no content, nobody's identity. */
export interface TraceTally {
  trace: string
  system: string
  stratum: string
  firstMs: number
  lastMs: number
  spans: number
  /** Somebody wanted something of the system: a model, an agent or a tool was called, or a control stood before it. */
  isDemand: boolean
  isRefused: boolean
  isError: boolean
  inputTokens: number
  outputTokens: number
  /** Controls that it carries; those that stopped or changed something; those that failed by their own word. */
  controls: string[]
  acted: string[]
  broken: string[]
  /** Something else than a control's own span says that the answer was stopped. */
  isStoppedDownstream: boolean
  /** A model was called, and answered. */
  hasReached: boolean
  operations: string[]
  conversation: string | null
  actor: string | null
  label: 'pass' | 'fail' | null
  /** What was asked bears a marker of ours: a probe, and nobody's demand. */
  isProbe: boolean
}

const inferences = new Set(['chat', 'text_completion', 'generate_content'])
const demands = new Set([...inferences, ...['embeddings', 'invoke_agent', 'create_agent', 'execute_tool', 'retrieval']])
const MOST_OPERATIONS = 20
const MAX_STRATUM = 120

export interface Tallied {
  traces: TraceTally[]
  sources: { service: string; system: string | null; spans: number }[]
}

/**
 * Sums the spans of one request by trace and system. A control's span belongs to the system that it guards, whichever service
 * sent it; a trace of which a request shows no system is left out, and its services are told.
 */
export function tallySpans(spans: readonly TracedSpan[], attribution: Attribution, key: Buffer): Tallied {
  const found = new Map<string, TraceTally>()
  const sources = new Map<string, { service: string; system: string | null; spans: number }>()
  for (const span of spans) {
    const own = attribution.systemOf(span)
    const controls = attribution.controlsOf(span)
    noteSource(sources, span, own)
    const systems = new Set(controls.flatMap((id) => attribution.control(id)?.system ?? []))
    if (own !== undefined) systems.add(own)
    for (const system of systems) {
      const tally = tallyOf(found, span, system)
      count(tally, span, {
        isOwn: system === own || own === undefined,
        stratum: attribution.stratumOf(system, span),
        key,
      })
      for (const id of controls) if (attribution.control(id)?.system === system) noteControl(tally, span, id)
    }
  }
  return { traces: [...found.values()], sources: [...sources.values()] }
}

/** Whether what was asked bears a marker of ours. */
export function isProbe({ markers }: TracedSpan, key: Buffer): boolean {
  return markers.some((word) => isMarker(key, word))
}

function noteSource(sources: Map<string, Tallied['sources'][number]>, span: TracedSpan, system: string | undefined) {
  const service = redact(span.service ?? 'not stated').slice(0, MAX_STRATUM)
  const known = sources.get(service)
  if (known) {
    known.spans++
    known.system ??= system ?? null
  } else sources.set(service, { service, system: system ?? null, spans: 1 })
}

function tallyOf(found: Map<string, TraceTally>, span: TracedSpan, system: string): TraceTally {
  const id = `${span.trace} ${system}`
  const known = found.get(id)
  if (known) return known
  const tally: TraceTally = {
    ...{ trace: span.trace, system, stratum: '', firstMs: span.startMs, lastMs: span.endMs, spans: 0 },
    ...{ isDemand: false, isRefused: false, isError: false, inputTokens: 0, outputTokens: 0 },
    ...{ controls: [], acted: [], broken: [], isStoppedDownstream: false, hasReached: false },
    ...{ operations: [] },
    ...{ conversation: null, actor: null, label: null, isProbe: false },
  }
  found.set(id, tally)
  return tally
}

function count(
  tally: TraceTally,
  span: TracedSpan,
  { isOwn, stratum, key }: { isOwn: boolean; stratum: string; key: Buffer },
): void {
  tally.firstMs = Math.min(tally.firstMs, span.startMs)
  tally.lastMs = Math.max(tally.lastMs, span.endMs)
  tally.isProbe ||= isProbe(span, key)
  // A gateway in between tells what its control did; what the system itself spent, the system tells.
  if (!isOwn) return
  tally.spans++
  tally.stratum ||= redact(stratum).slice(0, MAX_STRATUM)
  tally.inputTokens += span.inputTokens
  tally.outputTokens += span.outputTokens
  tally.isRefused ||= span.isRefused
  if (span.isRefused && span.decision === undefined) tally.isStoppedDownstream = true
  if (span.operation !== undefined && demands.has(span.operation)) {
    tally.isDemand = true
    tally.isError ||= span.isError
    note(tally.operations, span.operation)
    const tool = span.attributes.get('gen_ai.tool.name')
    if (tool !== undefined) note(tally.operations, tool)
  }
  if (inferences.has(span.operation ?? '') && !span.isRefused && !span.isError) tally.hasReached = true
  if (span.conversation !== undefined) tally.conversation ??= pseudonym(key, 'conversation', span.conversation)
  if (span.actor !== undefined) tally.actor ??= pseudonym(key, 'actor', span.actor)
  if (span.label === 'fail' || (span.label === 'pass' && tally.label === null)) tally.label = span.label
}

function noteControl(tally: TraceTally, { decision, isError }: TracedSpan, id: string): void {
  tally.isDemand = true
  if (!tally.controls.includes(id)) tally.controls.push(id)
  if ((decision === 'deny' || decision === 'modify') && !tally.acted.includes(id)) tally.acted.push(id)
  if ((decision === 'failed' || isError) && !tally.broken.includes(id)) tally.broken.push(id)
}

function note(operations: string[], name: string): void {
  if (operations.length < MOST_OPERATIONS && !operations.includes(name)) operations.push(redact(name))
}
