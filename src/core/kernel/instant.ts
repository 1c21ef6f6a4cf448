import type { Brand } from './brand.ts'

/** A UTC instant as ISO 8601 with milliseconds and `Z`; sorts as text. */
export type Instant = Brand<string, 'Instant'>
/** A UTC calendar day, `YYYY-MM-DD`; sorts as text. */
export type Day = Brand<string, 'Day'>
/** Where time comes from; a parameter, so that tests and replays choose it. */
export type Clock = () => Instant

const MIN_YEAR = 1970
const MAX_YEAR = 9999

/** Reads an ISO 8601 time; one without a zone is taken as UTC (NVD writes such). `undefined` when unreadable or before 1970 (Go's zero time). */
export function parseInstant(text: unknown): Instant | undefined {
  if (typeof text !== 'string' || text.length < 10 || text.length > 40) return undefined
  if (millisecondsOf(text) !== undefined) return plainInstant(text)
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || text.length === 10 ? text : `${text}Z`
  const time = Date.parse(zoned)
  if (Number.isNaN(time)) return undefined
  const date = new Date(time)
  return date.getUTCFullYear() < MIN_YEAR ? undefined : (date.toISOString() as Instant)
}

/** As an instant what `millisecondsOf` reads. */
function plainInstant(text: string): Instant {
  const seconds = text.slice(0, 19)
  return (text.length < 23 ? `${seconds}.000Z` : text.length === 23 ? `${text}Z` : text) as Instant
}

/**
 * The milliseconds since 1970 of a UTC time that is written as feeds write nearly all of theirs: `YYYY-MM-DDTHH:MM:SS`,
 * with or without three digits of a second and `Z`. `undefined`: it is written otherwise, is none, or is before 1970. A
 * refresh reads millions of them, which `Date` takes many times as long for.
 */
export function millisecondsOf(text: string): number | undefined {
  const { length } = text
  const end = length === 20 || length === 24 ? length - 1 : length
  if ((end !== 19 && end !== 23) || (end !== length && text.charCodeAt(end) !== 0x5a)) return undefined
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return undefined
  if (end === 23 && text[19] !== '.') return undefined
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = digits(text, 17, 19)
  const thousandths = end === 23 ? digits(text, 20, 23) : 0
  // One that is no number fails every comparison.
  const isTime = hour < 24 && minute < 60 && second < 60 && thousandths < 1_000
  if (!isTime || !(year >= MIN_YEAR && year <= MAX_YEAR && month >= 1 && day >= 1 && day <= daysIn(year, month)))
    return undefined
  return ((dayNumber(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1_000 + thousandths
}

/** The number that digits make; `NaN` when one of them is none. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days of a month; 0 when there is no such month. */
function daysIn(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29
  return monthDays[month - 1] ?? 0
}

/** Days from 1970-01-01 to a day of the Gregorian calendar, counted in years that begin in March, with the leap day at their end. */
function dayNumber(year: number, month: number, day: number): number {
  const march = month > 2 ? year : year - 1
  const leaps = Math.floor(march / 4) - Math.floor(march / 100) + Math.floor(march / 400)
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return march * 365 + leaps + ofYear - 719_468
}

/** Reads a day from `YYYY-MM-DD` or the start of an ISO time; `undefined` when it is no calendar day. */
export function parseDay(text: unknown): Day | undefined {
  if (typeof text !== 'string') return undefined
  const day = text.slice(0, 10)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? (day as Day) : undefined
}

/** The UTC day of an instant. */
export function dayOf(instant: Instant): Day {
  return instant.slice(0, 10) as Day
}

/** The machine's clock. Only composition roots in `app` pass it on. */
export const systemClock: Clock = () => new Date().toISOString() as Instant
