import { type Bits, countBits, countCommon, intersect, placesOf } from './bits.ts'
import type { FindingColumns } from './columns.ts'
import { countsOf, type WordColumn } from './word-column.ts'

/** Columns that say what is due and what changed; times are seconds since 1970, `-Infinity` where there is none. */
export interface TodayColumns {
  state: WordColumn
  decision: WordColumn
  basis: WordColumn
  exposure: WordColumn
  assetId: WordColumn
  /** Negated, as it sorts. */
  due: Float64Array
  since: Float64Array
  resolved: Float64Array
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

/** A millisecond for 200,000 findings. `now` in seconds since 1970. */
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
  const counts = { overdue: 0, dueToday: 0, dueWeek: 0, opened: 0, resolved: 0 }
  for (const place of placesOf(all.alive())) if (resolved[place]! > later) counts.resolved++
  for (const place of placesOf(open)) {
    const left = -due[place]! - minute
    if (left < 0) counts.overdue++
    else if (left < 7 * DAY_SECONDS) counts.dueWeek++
    if (left >= 0 && left < DAY_SECONDS) counts.dueToday++
    if (since[place]! > later) counts.opened++
  }
  return {
    ...counts,
    assumed: countBits(assumed),
    assumedNow: countCommon(assumed, placesHaving(decision, 'now', size)),
    open: Object.fromEntries(decision.dictionary.values.map((word, code) => [word, byDecision[code] ?? 0])),
    unknownExposure: mostOf(countsOf(assetId, unknown), assetId.dictionary.values),
  }
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
