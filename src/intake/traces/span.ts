import type { GuardDecision, TracedSpan } from '#core/vocabulary'
import { markersIn } from './asked.ts'
import type { Attributes } from './attributes.ts'

/** A span as it comes over the wire, its attributes read. */
export interface WireSpan {
  trace: string
  name: string
  startMs: number
  endMs: number
  isError: boolean
  attributes: Attributes
  resource: Attributes
  /** Attributes of events that say what an evaluation found. */
  evaluations: readonly Attributes[]
}

/** The event in which instrumentation reports the evaluation of an answer (GenAI conventions 1.38 and later). */
export const EVALUATION_EVENT = 'gen_ai.evaluation.result'
const MAX_NAME = 200
/** Counters of tokens are added up: what no model has is a mistake. */
const MAX_TOKENS = 100_000_000

/** The span in our words. Names are those of the OpenTelemetry GenAI conventions 1.41, then what came before them. */
export function tracedSpan({ attributes: own, resource, evaluations, ...span }: WireSpan): TracedSpan {
  const first = (...keys: string[]) => firstOf(own.values, keys)
  const decision = decisionOf(first('gen_ai.security.decision.type', 'microsoft.security.decision.type'))
  return {
    ...span,
    name: span.name.slice(0, MAX_NAME),
    service: resource.values.get('service.name'),
    operation: first('gen_ai.operation.name') ?? operationOf(first('openinference.span.kind', 'llm.request.type')),
    model: first('gen_ai.response.model', 'gen_ai.request.model', 'llm.model_name'),
    inputTokens: tokens(first('gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.token_count.prompt')),
    outputTokens: tokens(
      first('gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.token_count.completion'),
    ),
    isRefused: decision === 'deny' || isRefusal(first('gen_ai.response.finish_reasons') ?? ''),
    decision,
    controls: controlsOf(own.values),
    system: first('lunette.system') ?? resource.values.get('lunette.system'),
    conversation: first('gen_ai.conversation.id', 'session.id', 'langfuse.session.id'),
    actor: first('user.id', 'enduser.id', 'enduser.pseudo.id', 'user.email', 'langfuse.user.id', 'client.address'),
    label: labelOf(evaluations),
    attributes: new Map([...resource.values, ...own.values]),
    contentLength: own.contentLength,
    contentDigest: own.contentDigest(),
    askedShingles: [],
    markers: markersIn(own.said),
  }
}

function firstOf(values: ReadonlyMap<string, string>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = values.get(key)
    if (value !== undefined && value !== '') return value
  }
  return undefined
}

/** `lunette.control` names ours, with commas between several; a guardian its own id and name. */
function controlsOf(values: ReadonlyMap<string, string>): string[] {
  const named = values.get('lunette.control')?.split(',') ?? []
  const guardian = [
    'gen_ai.guardian.id',
    'gen_ai.guardian.name',
    'microsoft.guardian.id',
    'microsoft.guardian.name',
  ].flatMap((key) => values.get(key) ?? [])
  return [...named, ...guardian].map((id) => id.trim()).filter((id) => id !== '')
}

const decisions: Readonly<Record<string, GuardDecision>> = {
  ...{ allow: 'allow', audit: 'audit', warn: 'warn', modify: 'modify', deny: 'deny' },
  ...{ success: 'allow', blocked: 'deny', block: 'deny', guardrail_intervened: 'deny', failure: 'failed' },
  ...{ not_run: 'failed', guardrail_failed_to_respond: 'failed' },
}

/** A guardrail's decision in the words of the conventions, of Microsoft's distribution and of LiteLLM. */
export function decisionOf(word: string | undefined): GuardDecision | undefined {
  const known = word?.toLowerCase() ?? ''
  return Object.hasOwn(decisions, known) ? decisions[known] : undefined
}

const refusals = /(?:content_filter|contentfilter|refusal|safety|guardrail|blocked|recitation|prohibited)/i

/** Why an answer ended, where that is that something stopped it. */
function isRefusal(finishReasons: string): boolean {
  return refusals.test(finishReasons)
}

const kinds: Readonly<Record<string, string>> = {
  ...{ LLM: 'chat', CHAT: 'chat', COMPLETION: 'text_completion', TOOL: 'execute_tool', AGENT: 'invoke_agent' },
  ...{ RETRIEVER: 'retrieval', EMBEDDING: 'embeddings', GUARDRAIL: 'apply_guardrail', GENERATION: 'chat' },
}

/** Kinds of span that OpenInference and Langfuse name, in the words of the conventions. */
export function operationOf(kind: string | undefined): string | undefined {
  return kind === undefined ? undefined : kinds[kind.toUpperCase()]
}

function tokens(value: string | number | undefined): number {
  const count = Math.trunc(Number(value ?? 0))
  return count > 0 && count <= MAX_TOKENS ? count : 0
}

const passes = new Set(['pass', 'passed', 'true', 'safe', 'ok'])
const failures = new Set(['fail', 'failed', 'false', 'unsafe'])

/** One evaluation that failed makes the item a failure. Other labels and bare scores say neither. */
function labelOf(evaluations: readonly Attributes[]): TracedSpan['label'] {
  const labels = evaluations.flatMap(({ values }) => values.get('gen_ai.evaluation.score.label')?.toLowerCase() ?? [])
  if (labels.some((label) => failures.has(label))) return 'fail'
  return labels.some((label) => passes.has(label)) ? 'pass' : undefined
}
