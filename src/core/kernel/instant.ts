import type { Brand } from './brand.ts'

/** A UTC instant as ISO 8601 with milliseconds and `Z`; sorts as text. */
export type Instant = Brand<string, 'Instant'>
/** A UTC calendar day, `YYYY-MM-DD`; sorts as text. */
export type Day = Brand<string, 'Day'>
/** Where time comes from; a parameter, so that tests and replays choose it. */
export type Clock = () => Instant

const MIN_YEAR = 1970

/** Reads an ISO 8601 time; one without a zone is taken as UTC (NVD writes such). `undefined` when unreadable or before 1970 (Go's zero time). */
export function parseInstant(text: unknown): Instant | undefined {
  if (typeof text !== 'string' || text.length < 10 || text.length > 40) return undefined
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || text.length === 10 ? text : `${text}Z`
  const time = Date.parse(zoned)
  if (Number.isNaN(time)) return undefined
  const date = new Date(time)
  return date.getUTCFullYear() < MIN_YEAR ? undefined : (date.toISOString() as Instant)
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
