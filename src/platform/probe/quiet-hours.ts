/** When nothing is probed. `to` before `from` runs over midnight; the day is the one it begins on. */
export interface QuietHours {
  /** `22:00` */
  from: string
  to: string
  /** 1 Monday … 7 Sunday; empty: every day. */
  days: readonly number[]
  /** IANA name: `Europe/Berlin`. */
  timeZone: string
}

const MINUTE_MS = 60_000
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Whether quiet hours can be kept: times of a clock, a known time zone. */
export function areQuietHours({ from, to, days, timeZone }: QuietHours): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    return false
  }
  return [from, to].every((time) => minuteOf(time) !== undefined) && days.every((day) => day >= 1 && day <= 7)
}

/** Whether it is quiet at that moment. Hours that cannot be read are quiet: nothing is sent by mistake. */
export function isQuiet(hours: QuietHours, atMs: number): boolean {
  if (!areQuietHours(hours)) return true
  const [from, to] = [minuteOf(hours.from)!, minuteOf(hours.to)!]
  const { day, minute } = localTime(hours.timeZone, atMs)
  const holds = (weekday: number) => hours.days.length === 0 || hours.days.includes(weekday)
  if (from === to) return holds(day)
  if (from < to) return holds(day) && minute >= from && minute < to
  return (holds(day) && minute >= from) || (holds(day === 1 ? 7 : day - 1) && minute < to)
}

/** The same, worked out once a minute: it is asked for every probe. */
export function quietClock(): (hours: QuietHours | undefined, atMs: number) => boolean {
  let last: { hours: QuietHours; minute: number; quiet: boolean } | undefined
  return (hours, atMs) => {
    if (!hours) return false
    const minute = Math.floor(atMs / MINUTE_MS)
    if (last?.hours !== hours || last.minute !== minute) last = { hours, minute, quiet: isQuiet(hours, atMs) }
    return last.quiet
  }
}

function minuteOf(time: string): number | undefined {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute)
}

function localTime(timeZone: string, atMs: number): { day: number; minute: number } {
  const form = { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', form).formatToParts(atMs).map(({ type, value }) => [type, value]),
  )
  return { day: weekdays.indexOf(parts.weekday!) + 1, minute: Number(parts.hour) * 60 + Number(parts.minute) }
}
