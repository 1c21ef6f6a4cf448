const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Pauses after the first, second, … failed try; sixteen hours together. */
const pauses = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
const JITTER = 0.1

/**
 * How long to wait after `attempts` failed tries, in milliseconds; `undefined` when it is given up.
 * @param random in [0, 1): targets that failed together are not asked together again.
 */
export function pauseAfter(attempts: number, retryAfterMs: number | undefined, random: number): number | undefined {
  const pause = pauses[attempts - 1]
  if (pause === undefined) return undefined
  return Math.max(Math.round(pause * (1 + JITTER * random)), retryAfterMs ?? 0)
}
