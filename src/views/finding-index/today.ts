import { type Bits, countBits, countCommon, hasBit, intersect } from './bits.ts'
import type { FindingColumns } from './columns.ts'
import type { Order } from './order.ts'
import { countsOf, type WordColumn } from './word-column.ts'

/** Columns that say what is due and what changed; times are in orders by seconds since 1970. */
export interface TodayColumns {
  state: WordColumn
  decision: WordColumn
  basis: WordColumn
  exposure: WordColumn
  assetId: WordColumn
  /** By the negated time, as it sorts. */
  due: Order
  since: Order
  resolved: Order
}

/** What is to be done in a workspace, and what changed in a day. */
export interface TodayCounts {
  open: Record<string, number>
  overdue: number
  /** Due within a day, and within a week from now; what is overdue is in neither. */
  dueToday: number
  dueWeek: number
  opened: number
  resolved: number
  assumed: number
  /** Of those to be done now. */
  assumedNow: number
  /** The asset of unknown exposure on which most open findings are. */
  unknownExposure: { assetId: string; findings: number } | undefined
}

const DAY_SECONDS = 86_400

/** Looks only at the findings it counts, whatever their number. `now` in seconds since 1970. */
export function countToday(all: FindingColumns, columns: TodayColumns, now: number): TodayCounts {
  const { state, decision, basis, exposure, assetId, due, since, resolved } = columns
  const { size } = all
  const open = placesHaving(state, 'open', size)
  intersect(open, all.alive())
  const assumed = placesHaving(basis, 'assumed', size)
  intersect(assumed, open)
  const unknown = placesHaving(exposure, 'unknown', size)
  intersect(unknown, open)
  const byDecision = countsOf(decision, open)
  const later = now - DAY_SECONDS
  // As filters by what is due have it, so that a count opens so many rows.
  const minute = now - (now % 60)
  const overdue = howMany(due.above(-minute), open)
  const dueWithin = (seconds: number) => howMany(due.above(-(minute + seconds)), open) - overdue
  return {
    overdue,
    dueToday: dueWithin(DAY_SECONDS),
    dueWeek: dueWithin(7 * DAY_SECONDS),
    opened: howMany(since.above(later), open),
    resolved: resolved.above(later).length,
    assumed: countBits(assumed),
    assumedNow: countCommon(assumed, placesHaving(decision, 'now', size)),
    open: Object.fromEntries(decision.dictionary.values.map((word, code) => [word, byDecision[code] ?? 0])),
    unknownExposure: mostOf(countsOf(assetId, unknown), assetId.dictionary.values),
  }
}

function howMany(places: Uint32Array, among: Bits): number {
  let count = 0
  for (const place of places) if (hasBit(among, place)) count++
  return count
}

/** A set of its own of the places that have a word. */
function placesHaving(column: WordColumn, word: string, size: number): Bits {
  return column.placesWith(column.dictionary.these([word]), size).slice()
}

function mostOf(counts: Uint32Array, words: readonly string[]): TodayCounts['unknownExposure'] {
  let most = -1
  for (let code = 0; code < counts.length; code++) if (most < 0 || counts[code]! > counts[most]!) most = code
  const findings = counts[most] ?? 0
  return findings > 0 ? { assetId: words[most]!, findings } : undefined
}
