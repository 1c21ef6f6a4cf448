import { askedIn } from './asked.ts'
import { attributesOf, type Plain, plainOf, traceOf, wordOf } from './plain-line.ts'
import type { WireSpan } from './span.ts'

const MAX_ATTEMPTS = 8
const MAX_GUARDS = 32
/** The status with which it says that a guardrail stopped a request or its answer. */
const STOPPED = 446

/**
 * A line of the log of Portkey's open gateway (`GET /log/stream`, portkey.ai/docs): one request, with each attempt at a
 * provider. A span for the attempt, one for each guardrail of its `hook_results`. Of the
 * request what a person asked last is looked at as content; answers are not.
 */
export function portkeySpans(line: Plain): WireSpan[] | undefined {
  const attempts = line.requestOptions
  if (!Array.isArray(attempts) || typeof line.status !== 'number') return undefined
  const { status } = line
  return attempts.slice(0, MAX_ATTEMPTS).flatMap((attempt) => attemptSpans(plainOf(attempt), status))
}

function attemptSpans(attempt: Plain, status: number): WireSpan[] {
  const response = plainOf(attempt.response)
  const usage = plainOf(response.usage)
  const asked = plainOf(attempt.requestParams)
  const provider = plainOf(attempt.providerOptions)
  const operation = operations.get(wordOf(provider.rubeusURL)) ?? wordOf(provider.rubeusURL)
  const startMs = typeof attempt.createdAt === 'string' ? Date.parse(attempt.createdAt) : Number.NaN
  const call: WireSpan = {
    ...{ trace: traceOfAttempt(attempt), name: operation, evaluations: [] },
    ...{ startMs, endMs: startMs + (typeof attempt.executionTime === 'number' ? attempt.executionTime : 0) },
    isError: status >= 400 && status !== STOPPED,
    resource: attributesOf({ 'service.name': 'portkey', 'portkey.host': provider.customHost }),
    attributes: attributesOf({
      'gen_ai.operation.name': operation,
      'gen_ai.provider.name': provider.provider,
      'gen_ai.request.model': asked.model,
      'gen_ai.response.model': response.model,
      'gen_ai.usage.input_tokens': usage.prompt_tokens,
      'gen_ai.usage.output_tokens': usage.completion_tokens,
      'gen_ai.response.finish_reasons': status === STOPPED ? 'guardrail' : finishReasonOf(response),
      'user.id': asked.user,
      'gen_ai.input.messages': askedIn(asked.messages),
    }),
  }
  return [...guardsOf(response).map((guard) => guardSpan(guard, call)), call]
}

/** The trace of the caller, where the gateway is told to forward `traceparent` and the request went out; else its own id. */
function traceOfAttempt({ transformedRequest, hookSpanId }: Plain): string {
  const { traceparent } = plainOf(plainOf(transformedRequest).headers)
  const [, trace = ''] = typeof traceparent === 'string' ? traceparent.split('-') : []
  return traceOf(trace === '' ? hookSpanId : trace)
}

function finishReasonOf({ choices }: Plain): unknown {
  return Array.isArray(choices) ? plainOf(choices[0]).finish_reason : undefined
}

function guardsOf(response: Plain): Plain[] {
  const { before_request_hooks: before, after_request_hooks: after } = plainOf(response.hook_results)
  return [before, after]
    .flatMap((hooks) => (Array.isArray(hooks) ? hooks : []))
    .slice(0, MAX_GUARDS)
    .map(plainOf)
}

function guardSpan(guard: Plain, { trace, resource, startMs, endMs }: WireSpan): WireSpan {
  const decision = decisionOf(guard)
  return {
    ...{ trace, name: `apply_guardrail ${wordOf(guard.id)}`, resource, evaluations: [], startMs, endMs },
    isError: decision === 'failure',
    attributes: attributesOf({
      'gen_ai.operation.name': 'apply_guardrail',
      'gen_ai.guardian.name': guard.id,
      'gen_ai.security.decision.type': decision,
    }),
  }
}

/** A check that failed stops the request only where the guardrail denies; one that did not run says nothing of the text. */
function decisionOf({ verdict, deny, transformed, checks }: Plain): string {
  if (verdict === false && deny === true) return 'deny'
  if (Array.isArray(checks) && checks.some((check) => plainOf(check).error)) return 'failure'
  if (transformed === true) return 'modify'
  return verdict === false ? 'warn' : 'allow'
}

const operations: ReadonlyMap<string, string> = new Map([
  ['chatComplete', 'chat'],
  ['complete', 'text_completion'],
  ['embed', 'embeddings'],
  ['messages', 'chat'],
  ['createModelResponse', 'chat'],
])
