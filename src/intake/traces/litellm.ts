import { askedIn } from './asked.ts'
import { attributesOf, type Plain, plainOf, traceOf, wordOf } from './plain-line.ts'
import { decisionOf, type WireSpan } from './span.ts'

const MAX_GUARDS = 32

/**
 * A line of LiteLLM's `StandardLoggingPayload` (docs.litellm.ai/docs/proxy/logging_spec): a span for the call, one for each
 * guardrail that ran. Of `messages` what a
 * person asked last is looked at as content; `response`, `guardrail_request` and `guardrail_response` are not.
 */
export function litellmSpans(line: Plain): WireSpan[] | undefined {
  if (typeof line.call_type !== 'string' || typeof line.startTime !== 'number') return undefined
  const trace = traceOf(line.trace_id ?? line.id)
  const metadata = plainOf(line.metadata)
  const resource = attributesOf({ 'service.name': 'litellm', 'litellm.team': metadata.user_api_key_team_alias })
  const guards = guardsOf(line).slice(0, MAX_GUARDS)
  const isFailure = line.status === 'failure'
  const isBlocked = isFailure && guards.some(({ guardrail_status: status }) => decisionOf(wordOf(status)) === 'deny')
  const call: WireSpan = {
    ...{ trace, name: line.call_type, resource, evaluations: [], isError: isFailure && !isBlocked },
    ...times(line.startTime, line.endTime),
    attributes: attributesOf({
      'gen_ai.operation.name': operations[line.call_type] ?? line.call_type,
      'gen_ai.request.model': line.model_group ?? line.model,
      'gen_ai.response.model': line.model,
      'gen_ai.usage.input_tokens': line.prompt_tokens,
      'gen_ai.usage.output_tokens': line.completion_tokens,
      'gen_ai.response.finish_reasons': isBlocked ? 'guardrail' : undefined,
      'gen_ai.conversation.id': metadata.session_id ?? line.session_id,
      'user.id': line.end_user ?? metadata.user_api_key_end_user_id ?? metadata.user_api_key_user_id,
      'litellm.key': metadata.user_api_key_alias,
      'litellm.model_group': line.model_group,
      'gen_ai.input.messages': askedIn(line.messages),
    }),
  }
  return [...guards.map((guard) => guardSpan(guard, call)), call]
}

/** One, or a list of them, at the payload's own level or in its metadata, as versions differ. */
function guardsOf(line: Plain): Plain[] {
  const given = line.guardrail_information ?? plainOf(line.metadata).standard_logging_guardrail_information
  return (Array.isArray(given) ? given : given === undefined || given === null ? [] : [given]).map(plainOf)
}

function guardSpan(guard: Plain, { trace, resource, startMs, endMs }: WireSpan): WireSpan {
  const own = typeof guard.start_time === 'number' ? times(guard.start_time, guard.end_time) : { startMs, endMs }
  const decision = decisionOf(wordOf(guard.guardrail_status))
  return {
    ...{ trace, name: `apply_guardrail ${wordOf(guard.guardrail_name)}`, resource, evaluations: [], ...own },
    isError: decision === 'failed',
    attributes: attributesOf({
      'gen_ai.operation.name': 'apply_guardrail',
      'gen_ai.guardian.name': guard.guardrail_name,
      'gen_ai.security.decision.type': guard.guardrail_status,
    }),
  }
}

const operations: Readonly<Record<string, string>> = {
  ...{
    completion: 'chat',
    acompletion: 'chat',
    text_completion: 'text_completion',
    atext_completion: 'text_completion',
  },
  ...{ embedding: 'embeddings', aembedding: 'embeddings', responses: 'chat', aresponses: 'chat' },
  ...{ anthropic_messages: 'chat', call_mcp_tool: 'execute_tool' },
}

function times(start: number, end: unknown): { startMs: number; endMs: number } {
  const startMs = Math.round(start * 1_000)
  return { startMs, endMs: typeof end === 'number' ? Math.round(end * 1_000) : startMs }
}
