import { attributesOf, type Plain, plainOf, traceOf, wordOf } from './plain-line.ts'
import { operationOf, type WireSpan } from './span.ts'

/**
 * A line of a Langfuse export of observations: the enriched blob export (snake_case, langfuse.com/docs, field reference) or
 * rows of the API (camelCase). `input`, `output`, `metadata` and `status_message` are not looked at. An observation of type
 * GUARDRAIL is named as its control is; at level ERROR or WARNING it stopped something.
 */
export function langfuseSpans(line: Plain): WireSpan[] | undefined {
  const of = (snake: string, camel: string) => line[snake] ?? line[camel]
  const type = line.type
  const startMs = instantOf(of('start_time', 'startTime'))
  if (typeof type !== 'string' || startMs === undefined || of('trace_id', 'traceId') === undefined) return undefined
  const isGuard = type === 'GUARDRAIL'
  const name = typeof line.name === 'string' ? line.name : type
  const level = wordOf(line.level) || 'DEFAULT'
  const usage = plainOf(of('usage_details', 'usageDetails'))
  return [
    {
      ...{ trace: traceOf(of('trace_id', 'traceId')), name, evaluations: [] },
      ...{ startMs, endMs: instantOf(of('end_time', 'endTime')) ?? startMs },
      isError: level === 'ERROR' && !isGuard,
      resource: attributesOf({
        'service.name': 'langfuse',
        'langfuse.trace.name': of('trace_name', 'traceName'),
        'langfuse.environment': line.environment,
      }),
      attributes: attributesOf({
        'gen_ai.operation.name': operationOf(type),
        'gen_ai.request.model': of('provided_model_name', 'model'),
        'gen_ai.usage.input_tokens': usage.input,
        'gen_ai.usage.output_tokens': usage.output,
        'gen_ai.conversation.id': of('session_id', 'sessionId'),
        'user.id': of('user_id', 'userId'),
        'lunette.control': isGuard ? name : undefined,
        'gen_ai.security.decision.type': isGuard
          ? level === 'DEFAULT' || level === 'DEBUG'
            ? 'allow'
            : 'deny'
          : undefined,
      }),
    },
  ]
}

/** `2026-08-01 12:00:00.123456`, which is UTC, or ISO 8601. */
function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const plain = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?$/.test(value) ? `${value.replace(' ', 'T')}Z` : value
  const ms = Date.parse(plain)
  return Number.isNaN(ms) ? undefined : ms
}
