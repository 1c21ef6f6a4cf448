/** The value of a `datetime-local` field with `step={1}`: a time of the machine's own zone, to the second. */
export function localNow(now = Date.now()): string {
  return new Date(now - new Date(now).getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

/** Such a field leaves out seconds that are none. */
const TO_THE_MINUTE = 16

/**
 * The instant that such a field says; `undefined`, which the server takes as now, where it stands as it was shown, or says
 * the minute that it is now: what is done within a minute has an order, and clocks of two machines differ.
 */
export function instantOf(value: string, shown: string, now = Date.now()): string | undefined {
  const isThisMinute = value.length === TO_THE_MINUTE && value === localNow(now).slice(0, TO_THE_MINUTE)
  return value === '' || value === shown || isThisMinute ? undefined : new Date(value).toISOString()
}

/** What such a field is to say of itself: "your time, UTC+2". */
export function localZone(): string {
  const minutes = -new Date().getTimezoneOffset()
  const hours = Math.abs(minutes) / 60
  return minutes === 0 ? 'UTC' : `your time, UTC${minutes < 0 ? '−' : '+'}${Number(hours.toFixed(2))}`
}
