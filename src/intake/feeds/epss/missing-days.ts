import { z } from 'zod'

/** Without a gap for so many days, that a change over 30 days can be told. */
const RECENT_DAYS = 45
/** LEV takes one score of every 30 days (NIST CSWP 41); a year of them is fetched. */
const WINDOW_DAYS = 30
const WINDOWS = 12
/** So many a run beside the newest: a new installation has its history after a few. */
const MOST_IN_RUN = 14
/** A day that the publisher has no file of is asked for again after so many days, and its neighbours instead. */
const ASK_AGAIN_DAYS = 7
const NEIGHBOURS = [0, 1, -1, 2, -2, 3, -3]

const known = z.object({
  heldDays: z.array(z.string()).default([]),
  absent: z.record(z.string(), z.string()).default({}),
})

/**
 * The days of scores to ask for besides the newest two, most useful first: one in every 30-day window of the last year,
 * then each of the last 45 days; not those that are stored, and not more than a few.
 */
export function missingDays(day: string, state: Record<string, unknown>): string[] {
  const { heldDays, absent } = known.safeParse(state).data ?? known.parse({})
  const held = new Set(heldDays)
  const isAbsent = (date: string) =>
    Object.entries(absent).some(([name, asked]) => name.includes(date) && daysBetween(asked, day) < ASK_AGAIN_DAYS)
  const windows = Array.from({ length: WINDOWS }, (_, index) => (index + 1) * WINDOW_DAYS)
    .filter((age) => !heldDays.some((date) => Math.abs(daysBetween(date, day) - age) <= WINDOW_DAYS / 2))
    .flatMap((age) => NEIGHBOURS.map((near) => daysBefore(day, age + near)).find((date) => !isAbsent(date)) ?? [])
  const recent = Array.from({ length: RECENT_DAYS - 2 }, (_, index) => daysBefore(day, index + 2))
  const wanted = [...windows, ...recent.filter((date) => !held.has(date) && !isAbsent(date))]
  return [...new Set(wanted)].slice(0, MOST_IN_RUN)
}

const DAY_MS = 86_400_000

export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10)
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS
}
