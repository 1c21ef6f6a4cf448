import type { ObligationRule } from './rule.ts'
import { addDays, addMonths, dayIn, endOfDay } from './zoned.ts'

/** By whose calendar clocks of days run. */
export interface ObligationCalendar {
  timeZone: string
  /** Days on which the authority does not work, `YYYY-MM-DD`. */
  holidays: readonly string[]
}

export const usualCalendar: ObligationCalendar = { timeZone: 'Europe/Brussels', holidays: [] }

const HOUR_MS = 3_600_000

/**
 * When a report is due, without any day of grace; and until when it may still be in time where its last day is a Saturday,
 * Sunday or holiday. Periods of hours run through, whatever the clocks on the wall do; of periods of days the first is not
 * counted, and they end with the last hour of the last day (Regulation (EEC, Euratom) 1182/71, Art. 3).
 */
export function dueOf(
  { deadline, unit }: Pick<ObligationRule, 'deadline' | 'unit'>,
  startedAt: string,
  { timeZone, holidays }: ObligationCalendar,
): { due: string; latest: string } {
  if (unit === 'hours') {
    const due = new Date(Date.parse(startedAt) + deadline * HOUR_MS).toISOString()
    return { due, latest: due }
  }
  const off = new Set(holidays)
  const first = dayIn(startedAt, timeZone)
  const last =
    unit === 'months'
      ? addMonths(first, deadline)
      : unit === 'calendar-days'
        ? addDays(first, deadline)
        : afterWorkingDays(first, deadline, off)
  let open = last
  while (!isWorkingDay(open, off)) open = addDays(open, 1)
  return { due: endOfDay(last, timeZone), latest: endOfDay(open, timeZone) }
}

function afterWorkingDays(first: string, count: number, off: ReadonlySet<string>): string {
  let [day, left] = [first, count]
  while (left > 0) {
    day = addDays(day, 1)
    if (isWorkingDay(day, off)) left--
  }
  return day
}

const SATURDAY = 6

function isWorkingDay(day: string, off: ReadonlySet<string>): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== SATURDAY && !off.has(day)
}
