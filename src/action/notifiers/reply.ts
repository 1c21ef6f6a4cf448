import type { Result } from '#core/kernel'
import type { Delivered, HttpReply } from './contract.ts'

const MOST_RETRY_AFTER_MS = 3_600_000

/** Takes any 2xx for arrival. 410 says that nobody is there any more; all else may pass. */
export function deliveredBy(reply: Result<HttpReply>): Delivered {
  // A host that may not be asked yet may be once a setting allows it.
  if (!reply.ok) return { ok: false, error: reply.error }
  const { status, headers } = reply.value
  if (status >= 200 && status < 300) return { ok: true }
  const retryAfterMs = retryAfter(headers['retry-after'])
  const message =
    status >= 300 && status < 400 ? `it answered ${status}: redirects are not followed` : `it answered ${status}`
  return {
    ok: false,
    error: { code: 'refused', message, final: status === 410, ...(retryAfterMs !== undefined && { retryAfterMs }) },
  }
}

/** Seconds only; an hour at most, so that one answer cannot silence a target for ever. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  const seconds = Number(typeof header === 'string' ? header : Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1_000, MOST_RETRY_AFTER_MS) : undefined
}
