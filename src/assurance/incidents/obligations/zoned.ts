const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** A calendar day and the time of it, where somebody is. */
function partsAt(at: number, timeZone: string): { day: string; asUtc: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  })
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const day = `${parts.year}-${parts.month}-${parts.day}`
  return { day, asUtc: Date.parse(`${day}T${parts.hour}:${parts.minute}:${parts.second}Z`) }
}

/** The day it is in a time zone. */
export function dayIn(at: string, timeZone: string): string {
  return partsAt(Date.parse(at), timeZone).day
}

/** The last instant of a day in a time zone, whatever its clocks do that night. */
export function endOfDay(day: string, timeZone: string): string {
  const midnight = Date.parse(`${addDays(day, 1)}T00:00:00Z`)
  let at = midnight
  // The offset of a guess leads to a better one; twice is enough on either side of a change of clocks.
  for (let round = 0; round < 3; round++) at += midnight - partsAt(at, timeZone).asUtc
  // Midnight itself may be skipped: then the first instant of the next day is later.
  while (partsAt(at - 1, timeZone).day > day) at -= 15 * MINUTE_MS
  return new Date(at - 1).toISOString()
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10)
}

/** The same day of a later month, or its last day. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - 1 + count + 1, 0))
  const found = Math.min(date, last.getUTCDate())
  return `${last.toISOString().slice(0, 8)}${String(found).padStart(2, '0')}`
}

/** True where there is such a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
