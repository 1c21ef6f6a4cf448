import type { Instant } from '#core/kernel'

/** Days after which knowledge counts as none where its feed says nothing else: most publishers add to theirs daily (Grype refuses at 5). */
export const DEFAULT_MAX_AGE_DAYS = 7

/** As of when knowledge speaks, and for how long that counts. */
export interface KnowledgeAge {
  asOf?: string
  /** Days after which it is out of date; left out: `DEFAULT_MAX_AGE_DAYS`. */
  maxAgeDays?: number
}

/** By what knowledge is judged: the present moment, and a limit for all of it in place of each feed's own. */
export interface Currency {
  now: Instant
  maxAgeDays?: number | undefined
}

const DAY_MS = 86_400_000

/** As of when data speaks of which nothing is known but that it is there: not older than this, and never current. */
export const NO_DAY = '1970-01-01T00:00:00.000Z'

/** True of data whose age nobody knows. */
export function isOfNoDay(asOf: string | null | undefined): boolean {
  return asOf?.slice(0, 10) === NO_DAY.slice(0, 10)
}

/** False for knowledge that is out of date or of no stated age. */
export function isCurrent(age: KnowledgeAge, currency: Currency): boolean {
  if (age.asOf === undefined) return false
  return Date.parse(age.asOf) >= Date.parse(currency.now) - limitOf(age, currency) * DAY_MS
}

/** The limit in force, in days. */
export function limitOf({ maxAgeDays = DEFAULT_MAX_AGE_DAYS }: KnowledgeAge, currency: Currency): number {
  return currency.maxAgeDays ?? maxAgeDays
}

/** The age of several taken as one: that of the newest. */
export function newestAge(ages: readonly KnowledgeAge[]): KnowledgeAge {
  const [newest = {}] = ages.toSorted(byNewest)
  const { asOf, maxAgeDays } = newest
  return { ...(asOf !== undefined && { asOf }), ...(maxAgeDays !== undefined && { maxAgeDays }) }
}

/** Of two of the same day the one that counts for longer comes first, so that their order never matters. */
function byNewest(a: KnowledgeAge, b: KnowledgeAge): number {
  const [left, right] = [a.asOf ?? '', b.asOf ?? '']
  if (left !== right) return left > right ? -1 : 1
  return (b.maxAgeDays ?? DEFAULT_MAX_AGE_DAYS) - (a.maxAgeDays ?? DEFAULT_MAX_AGE_DAYS)
}
