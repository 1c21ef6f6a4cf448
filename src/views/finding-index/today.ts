import type { Selection } from './selection.ts'
import type { WordColumn } from './word-column.ts'

/** Columns that say what is due and what changed. */
export interface TodayColumns {
  decision: WordColumn
  assetId: WordColumn
}

/** The findings that are counted, at one time. */
export interface TodaySelections {
  /** Those under a filter. */
  under(filter: string): Selection
  /** Those under a filter that came to their urgency, or were resolved, within a day. */
  inLastDay(time: 'since' | 'resolved', filter: string): Selection
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

/** Looks at no finding: selections keep their counts as findings change, and a count opens so many rows. */
export function countToday({ under, inLastDay }: TodaySelections, { decision, assetId }: TodayColumns): TodayCounts {
  const [most] = under('exposure:unknown').valuesOf('assetId', assetId, 1)
  const open = under('').valuesOf('decision', decision, Number.POSITIVE_INFINITY)
  return {
    open: Object.fromEntries(open.map(({ value, count }) => [value, count])),
    overdue: under('due:overdue').total,
    dueToday: under('due:today').total,
    dueWeek: under('due:week').total,
    opened: inLastDay('since', '').total,
    resolved: inLastDay('resolved', 'state:any').total,
    assumed: under('basis:assumed').total,
    assumedNow: under('basis:assumed decision:now').total,
    unknownExposure: most && { assetId: most.value, findings: most.count },
  }
}
