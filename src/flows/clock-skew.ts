/** Clocks differ by so much. */
const SKEW_MS = 5 * 60_000

/** True where something is said to be of a time that has not come, by more than clocks differ. */
export function isToCome(at: string | null, now: string): boolean {
  return at !== null && Date.parse(at) > Date.parse(now) + SKEW_MS
}

/** What somebody's clock says that runs ahead: it had happened when it was told. */
export function notAfter<At extends string | null>(at: At, now: string): At | string {
  return at !== null && Date.parse(at) > Date.parse(now) ? now : at
}
