import { readControls } from '#assurance/controls/store'
import type { Evidence } from '#assurance/evidence'
import { appendEvidence, latestProbes } from '#assurance/evidence/store'
import {
  Attribution,
  countEnded,
  isProbe,
  isSampled,
  pseudonym,
  redact,
  type TraceSettings,
  tallySpans,
} from '#assurance/monitoring'
import {
  addControlHours,
  addHours,
  addWindows,
  forgetOld,
  keepRecent,
  keepTallies,
  knownStrata,
  lastEffects,
  noteRequest,
  type RecentSpan,
  takeEnded,
  takeUntold,
  traceRules,
  traceSettings,
  untoldControls,
} from '#assurance/monitoring/store'
import { noteItems, type SeenItem } from '#assurance/patterns/store'
import { digestOf, err, type Outcome, ok, problem, type Result } from '#core/kernel'
import { sketchOf } from '#core/similarity'
import type { TracedSpan } from '#core/vocabulary'
import { type ReadTraces, readTraces, type TraceFormat } from '#intake/traces'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'
import { advanceMonitors } from './monitors.ts'

type TraceContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Rules are read again after so long: a register that was taken counts from then on. */
const RULES_MS = 5_000
/** Of one request so many spans may be shown; those where something happened come first. */
const SHOWN_SPANS = 40

interface Rules {
  attribution: Attribution
  settings: TraceSettings & { key: Buffer }
  readAt: number
}

/** A request as it came, unpacked. */
export interface GivenTraces {
  workspaceId: string
  format: TraceFormat
  bytes: Buffer
}

/**
 * Takes traces in: read → sampled → told whose they are → summed by trace → stored, redacted, without content. One for a
 * process; it keeps the rules of workspaces for seconds and the speed of each, and nothing else.
 */
export class TraceIntake {
  readonly #context: TraceContext
  readonly #rules = new Map<string, Rules>()
  readonly #spent = new Map<string, { spans: number; since: number }>()

  constructor(context: TraceContext) {
    this.#context = context
  }

  /** Problems: `not-otlp`, `not-traces`; `too-many-spans` with the seconds to wait as its cause. */
  async take({ workspaceId, format, bytes }: GivenTraces): Promise<Result<Outcome>> {
    const { database, clock } = this.#context
    const rules = await this.#rulesOf(workspaceId)
    const wait = this.#waitFor(workspaceId, rules.settings.spansPerSecond)
    if (wait > 0)
      return err(problem('too-many-spans', `more than ${rules.settings.spansPerSecond} spans a second`, { wait }))
    const read = readTraces(format, bytes)
    if (!read.ok) return read
    this.#spend(workspaceId, read.value.outcome.read)
    const spans = sampled(read.value, rules.settings.sample)
    const tallied = tallySpans(spans, rules.attribution, rules.settings.key)
    const now = clock()
    const recent = shownOf(spans, rules, now)
    const abuse = abuseIn(spans, rules, now)
    await database.inWorkspace(workspaceId, async (work) => {
      await keepTallies(work, workspaceId, tallied, now)
      await keepRecent(work, workspaceId, recent)
      await noteItems(work, workspaceId, abuse)
      if (rules.settings.keepDigests) {
        const { read: all, kept } = read.value.outcome
        await noteRequest(work, workspaceId, {
          digest: digestOf(bytes),
          at: now,
          bytes: bytes.length,
          spans: all,
          kept,
        })
      }
    })
    return ok(read.value.outcome)
  }

  /** Forgets what it keeps of the rules: they were changed here. */
  outdate(workspaceId: string): void {
    this.#rules.delete(workspaceId)
  }

  async #rulesOf(workspaceId: string): Promise<Rules> {
    const known = this.#rules.get(workspaceId)
    if (known && performance.now() - known.readAt < RULES_MS) return known
    const fresh = await this.#context.database.inWorkspace(workspaceId, async (work) => {
      const { systems, controls } = await traceRules(work)
      const settings = await traceSettings(work, workspaceId)
      return { attribution: new Attribution(systems, controls), settings, readAt: performance.now() }
    })
    this.#rules.set(workspaceId, fresh)
    return fresh
  }

  /** Seconds until there is room again: what came above the rate is waited for. */
  #waitFor(workspaceId: string, perSecond: number): number {
    const spent = this.#spent.get(workspaceId)
    if (!spent) return 0
    const now = performance.now()
    spent.spans = Math.max(0, spent.spans - ((now - spent.since) / 1_000) * perSecond)
    spent.since = now
    // A second's worth may come at once.
    return spent.spans <= perSecond ? 0 : Math.ceil((spent.spans - perSecond) / perSecond)
  }

  #spend(workspaceId: string, spans: number): void {
    const spent = this.#spent.get(workspaceId)
    if (spent) spent.spans += spans
    else this.#spent.set(workspaceId, { spans, since: performance.now() })
  }
}

function sampled({ spans }: ReadTraces, share: number): TracedSpan[] {
  return share >= 1 ? spans : spans.filter(({ trace }) => isSampled(trace, share))
}

/** A span that says it is of a time to come is of when it came. */
function timeOf({ startMs }: TracedSpan, now: string): string {
  return new Date(Math.min(startMs, Date.parse(now))).toISOString()
}

function shownOf(spans: readonly TracedSpan[], { attribution, settings: { key } }: Rules, now: string): RecentSpan[] {
  const happened = ({ decision, isError, isRefused }: TracedSpan) =>
    isError || isRefused || (decision !== undefined && decision !== 'allow')
  const first = spans.filter(happened).slice(0, SHOWN_SPANS)
  const others = spans.filter((span) => !happened(span)).slice(0, SHOWN_SPANS - first.length)
  return [...first, ...others].map((span) => ({
    ...{ at: timeOf(span, now), trace: span.trace, name: redact(span.name) },
    ...{ service: nameOf(span.service), system: attribution.systemOf(span) ?? null },
    ...{ controls: attribution.controlsOf(span), operation: nameOf(span.operation), model: nameOf(span.model) },
    ...{ decision: span.decision ?? null, isRefused: span.isRefused, isError: span.isError },
    durationMs: Math.min(MOST_MS, span.endMs - span.startMs),
    ...{ inputTokens: span.inputTokens, outputTokens: span.outputTokens, contentLength: span.contentLength },
    conversation: span.conversation === undefined ? null : pseudonym(key, 'conversation', span.conversation),
    actor: span.actor === undefined ? null : pseudonym(key, 'actor', span.actor),
    contentDigest: span.contentDigest === undefined ? null : pseudonym(key, 'content', span.contentDigest),
  }))
}

/** Requests that were stopped or found wrong, by keyed digests of what was asked; alike ones are one item. */
function abuseIn(spans: readonly TracedSpan[], { attribution, settings: { key } }: Rules, now: string): SeenItem[] {
  const found = new Map<string, SeenItem>()
  const stopped = new Set(spans.filter(({ isRefused }) => isRefused).map(({ trace }) => trace))
  const through = new Set(
    spans.filter(({ label, trace }) => label === 'fail' && !stopped.has(trace)).map(({ trace }) => trace),
  )
  for (const span of spans) {
    if (span.askedShingles.length === 0 || isProbe(span, key)) continue
    const sketch = sketchOf(span.askedShingles, key)
    const system = attribution.systemOf(span) ?? null
    const id = `asked ${digestOf(JSON.stringify([system, sketch])).slice(0, 22)}`
    const known = found.get(id)
    const at = timeOf(span, now)
    const cameThrough = Number(through.has(span.trace)) + (known?.cameThrough ?? 0)
    found.set(id, {
      ...{ id, kind: 'traces', sketch, system, cameThrough, times: (known?.times ?? 0) + 1 },
      at: known && known.at > at ? known.at : at,
    })
  }
  return [...found.values()].slice(0, MOST_ABUSE)
}

/** Of one request so many are noted: the rest is more of the same, or too much to look at. */
const MOST_ABUSE = 200

const MOST_MS = 2 ** 31 - 1

function nameOf(text: string | undefined): string | null {
  return text === undefined ? null : redact(text)
}

/** What became of the traces that had ended. */
export interface SettledTraces {
  traces: number
  /** Pieces of evidence: how many demands carried a control and how many went past it; effects of controls. */
  evidence: number
}

/** A trace is at its end when nothing came for so long. The collector waits 5 s at most, and tail samplers 30. */
const QUIET_MS = 60_000
/** Coverage is told as evidence that often at most, so that the chain does not grow with the traffic. */
const TELL_MS = 10 * 60_000

/** Ended traces → counts by hour → evidence of coverage, and of life where an effect was seen. The same trace is counted once. */
export async function settleTraces(
  { database, clock }: TraceContext,
  workspaceId: string,
  quietMs = QUIET_MS,
): Promise<SettledTraces> {
  const before = ago(clock(), quietMs)
  let traces = 0
  for (let taken = -1; taken !== 0; ) {
    taken = await database.inWorkspace(workspaceId, (work) => settlePart(work, workspaceId, { before, now: clock() }))
    traces += taken
  }
  const evidence = await database.inWorkspace(workspaceId, async (work) => {
    const told = await tellTelemetry(work, workspaceId, clock())
    await forgetOld(work, clock())
    return told
  })
  return { traces, evidence }
}

async function settlePart(
  work: InTransaction,
  workspaceId: string,
  { before, now }: { before: string; now: string },
): Promise<number> {
  const { groups, taken } = await takeEnded(work, before)
  if (taken === 0) return 0
  const { systems, controls } = await traceRules(work)
  const counts = countEnded(groups, new Attribution(systems, controls), await knownStrata(work))
  await addHours(work, workspaceId, counts.hours)
  await addControlHours(work, workspaceId, counts.controls)
  await addWindows(work, workspaceId, counts.windows)
  await advanceMonitors(work, workspaceId, counts, now)
  return taken
}

/** What records evidence where nobody does by hand. */
const WATCH = 'Lunette'

async function tellTelemetry(work: InTransaction, workspaceId: string, now: string): Promise<number> {
  const evidence = [...(await coverageEvidence(work, now)), ...(await lifeEvidence(work, now))]
  await appendEvidence(work, workspaceId, evidence, now, WATCH)
  return evidence.length
}

async function coverageEvidence(work: InTransaction, now: string): Promise<Evidence[]> {
  const untold = await untoldControls(work, ago(now, TELL_MS))
  if (untold.length === 0) return []
  const versions = new Map((await readControls(work, untold)).map(({ id, version }) => [id, version]))
  return (await takeUntold(work, untold, now)).flatMap(({ control, hour, carried, missed }) => {
    const piece = (result: Evidence['result'], demands: number): Evidence[] =>
      demands <= 0 || !versions.has(control)
        ? []
        : [
            {
              ...{ kind: 'telemetry', aspect: 'coverage', result, demands, weight: 1, controlId: control },
              ...{ subjectVersion: versions.get(control) ?? null, source: 'traces', at: hour, note: null },
            },
          ]
    return [...piece('pass', carried), ...piece('fail', missed)]
  })
}

/**
 * A control that acted so that something else shows it is alive. A probe that found it dead outweighs that: what was stopped
 * may have been something else.
 */
async function lifeEvidence(work: InTransaction, now: string): Promise<Evidence[]> {
  const effects = await lastEffects(work, ago(now, DAY_MS))
  if (effects.length === 0) return []
  const ids = effects.map(({ control }) => control)
  const probes = new Map((await latestProbes(work, ids)).map((probe) => [probe.controlId, probe]))
  const controls = new Map((await readControls(work, ids)).map((control) => [control.id, control]))
  return effects.flatMap(({ control: id, at }): Evidence[] => {
    const control = controls.get(id)
    const probe = probes.get(id)
    if (!control || at > now || probe?.result === 'fail') return []
    const fresh = ago(at, (control.probeIntervalSeconds * 1_000) / 2)
    if (probe && probe.at > fresh) return []
    return [
      {
        ...{ kind: 'telemetry', aspect: 'liveness', result: 'pass', demands: 1, weight: 1, controlId: id, at },
        ...{ subjectVersion: control.version, source: 'traces', note: 'it stopped a request, and the answer shows it' },
      },
    ]
  })
}

const DAY_MS = 86_400_000

function ago(now: string, ms: number): string {
  return new Date(Date.parse(now) - ms).toISOString()
}
