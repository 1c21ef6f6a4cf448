import type { Point } from './points.ts'

/** FIRST publishes a score each day, and some copies hold one a month: where more is missing, nothing is known. */
const LONGEST_DAYS = 45
const DAY_MS = 86_400_000

/** Days without a score, both included. */
export interface Gap {
  from: string
  to: string
}

/** Where no score is held for long. @param points oldest first */
export function gapsOf(points: readonly Point[]): Gap[] {
  return points.flatMap(({ date }, place) => {
    const next = points[place + 1]
    if (!next || Date.parse(next.date) - Date.parse(date) <= LONGEST_DAYS * DAY_MS) return []
    return [{ from: dayAfter(date, 1), to: dayAfter(next.date, -1) }]
  })
}

/** The points as a line is drawn, which ends where a gap begins. */
export function brokenLine(points: readonly Point[]): [date: string, probability: number | null][] {
  const starts = gapsOf(points).map(({ from }): [string, null] => [from, null])
  const known = points.map(({ date, probability }): [string, number] => [date, probability])
  return [...known, ...starts].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** `no score for 2024-10-07 to 2026-01-03`, or nothing where none is missing for long. */
export function gapWords(points: readonly Point[]): string {
  const gaps = gapsOf(points).map(({ from, to }) => `${from} to ${to}`)
  return gaps.length === 0 ? '' : `, no score for ${gaps.join(', ')}`
}

function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
}
