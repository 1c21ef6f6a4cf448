import type { CoverageRow } from '#core/vocabulary'

/** Days after which knowledge counts as none: publishers of advisories add to them daily (Grype refuses at 5). */
export const DEFAULT_MAX_AGE_DAYS = 7

const DAY_MS = 86_400_000

/** The instant before which knowledge is no longer current. */
export function currentSince(now: string, maxAgeDays: number): string {
  return new Date(Date.parse(now) - maxAgeDays * DAY_MS).toISOString()
}

/**
 * The same coverage as of today: components whose ecosystem's knowledge is older than `since`, or of no stated age, are
 * not covered by it. What matched stays a finding; that nothing more did proves nothing.
 */
export function withCurrency(rows: readonly CoverageRow[], since: string): CoverageRow[] {
  return rows.map((row) => {
    if (row.asOf !== undefined && row.asOf >= since) return row
    return { ...row, covered: 0, unknown: { ...row.unknown, stale: row.unknown.stale + row.covered } }
  })
}
