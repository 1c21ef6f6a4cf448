const FIRST_MS = 1_000
const MOST_MS = 60_000
/** A server that asks to wait longer is left for the next run. */
const PATIENCE_MS = 300_000

const transient: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

export function isTransient(status: number): boolean {
  return transient.has(status)
}

/**
 * Milliseconds before attempt `attempt + 1` (from 0): doubling with jitter, or what `Retry-After` asks (RFC 9110, 10.2.3).
 * `undefined`: not worth waiting for.
 * @param random in [0, 1)
 */
export function retryDelay(
  attempt: number,
  retryAfter: string | undefined,
  nowMs: number,
  random: number,
): number | undefined {
  const asked = retryAfter === undefined ? undefined : askedDelay(retryAfter, nowMs)
  if (asked !== undefined) return asked > PATIENCE_MS ? undefined : asked
  return Math.min(MOST_MS, FIRST_MS * 2 ** attempt) * (0.5 + random / 2)
}

function askedDelay(retryAfter: string, nowMs: number): number | undefined {
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter) * 1_000
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}
