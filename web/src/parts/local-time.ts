/** The value of a `datetime-local` field: a time of the machine's own zone, to the minute. */
export function localNow(): string {
  return new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The instant that such a field says; as it was shown, it means now, to the second: what is done within a minute has an order. */
export function instantOf(value: string, shown: string): string {
  return (value === '' || value === shown ? new Date() : new Date(value)).toISOString()
}

/** What such a field is to say of itself: "your time, UTC+2". */
export function localZone(): string {
  const minutes = -new Date().getTimezoneOffset()
  const hours = Math.abs(minutes) / 60
  return minutes === 0 ? 'UTC' : `your time, UTC${minutes < 0 ? '−' : '+'}${Number(hours.toFixed(2))}`
}
