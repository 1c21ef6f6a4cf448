import { fieldsOf, listOf, numberOf, parseJson, textOf } from '#assurance/evaluations'
import { err, ok, problem, type Result } from '#core/kernel'

/** Bytes of one answer. */
export const MAX_ANSWER = 256 * 1024
const MOST_CALLS = 50
const MAX_NAME = 200

/** A tool that the model wants called. */
interface ToolCall {
  id: string
  name: string
  /** As it was written; it need not be JSON. */
  input: string
}

/** What came back of one request. */
export interface Completion {
  text: string
  calls: ToolCall[]
  /** Something on the way stopped it, or the model said so in the field that is for it. */
  isRefused: boolean
  /** As the answer says; `undefined` where it does not. */
  tokens: number | undefined
}

/** Statuses and words with which gateways say that a guardrail stopped a request. */
const refusals = new Set([400, 403, 406, 422, 446, 451])
const speaksOfGuard =
  /guard ?rail|content[ _-]?(?:filter|policy|management)|moderation|blocked|violat|not allowed|denied by policy|prohibited/i
const reasons: ReadonlySet<unknown> = new Set(['content_filter', 'refusal', 'guardrail', 'safety', 'blocked'])

/**
 * Reads the answer to a chat completion. A guardrail that stopped the request is an answer, too. Problems, whose codes are
 * notes of attempts: `status-<n>`, `not-a-completion`.
 */
export function readCompletion(status: number, body: string): Result<Completion> {
  if (refusals.has(status) && speaksOfGuard.test(body))
    return ok({ text: '', calls: [], isRefused: true, tokens: undefined })
  if (status < 200 || status > 299) return err(problem(`status-${status}`, `the target answered with status ${status}`))
  const parsed = parseJson(body, 'not-a-completion')
  if (!parsed.ok) return err(problem('not-a-completion', 'the answer is no JSON'))
  const answer = fieldsOf(parsed.value)
  const choice = fieldsOf(listOf(answer?.choices)[0])
  const message = fieldsOf(choice?.message)
  if (!message) return err(problem('not-a-completion', 'the answer is no chat completion'))
  const refusal = textOf(message.refusal)
  return ok({
    text: [contentOf(message.content), textOf(message.reasoning_content), refusal].filter(Boolean).join('\n'),
    calls: callsOf(message),
    isRefused: refusal !== undefined || reasons.has(choice?.finish_reason),
    tokens: tokensOf(fieldsOf(answer?.usage)),
  })
}

function contentOf(content: unknown): string {
  if (typeof content === 'string') return content
  return listOf(content)
    .flatMap((part) => textOf(fieldsOf(part)?.text) ?? [])
    .join('\n')
}

function callsOf({ tool_calls: calls, function_call: older }: Readonly<Record<string, unknown>>): ToolCall[] {
  const read = listOf(calls)
    .slice(0, MOST_CALLS)
    .map((call, at) => ({ id: textOf(fieldsOf(call)?.id) ?? `call-${at}`, call: fieldsOf(fieldsOf(call)?.function) }))
  const all = fieldsOf(older) ? [...read, { id: 'call', call: fieldsOf(older) }] : read
  return all.flatMap(({ id, call }) => {
    const name = textOf(call?.name)
    if (name === undefined) return []
    const input = typeof call?.arguments === 'string' ? call.arguments : (JSON.stringify(call?.arguments) ?? '')
    return [{ id: id.slice(0, MAX_NAME), name: name.slice(0, MAX_NAME), input }]
  })
}

function tokensOf(usage: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const total = numberOf(usage?.total_tokens)
  return total !== undefined && Number.isSafeInteger(total) && total >= 0 ? total : undefined
}
