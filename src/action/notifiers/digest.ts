import { assertNever, type Instant } from '#core/kernel'

export const cadences = ['daily', 'weekly'] as const
export type Cadence = (typeof cadences)[number]

const HOUR = 6
const DAY_MS = 86_400_000
const MONDAY = 1

/** The last moment a digest was due: six o'clock UTC, each day or on Mondays. */
export function lastDue(cadence: Cadence, now: Instant): Instant {
  const at = new Date(now)
  at.setUTCHours(HOUR, 0, 0, 0)
  if (at.getTime() > Date.parse(now)) at.setTime(at.getTime() - DAY_MS)
  switch (cadence) {
    case 'daily':
      break
    case 'weekly':
      at.setTime(at.getTime() - ((at.getUTCDay() - MONDAY + 7) % 7) * DAY_MS)
      break
    default:
      assertNever(cadence)
  }
  return at.toISOString() as Instant
}
