import { type CoverageRow, type Currency, isCurrent, limitOf } from '#core/vocabulary'

/**
 * The same coverage as of today: components whose ecosystem's knowledge is out of date, or of no stated age, are not
 * covered by it. What matched stays a finding; that nothing more did proves nothing.
 */
export function withCurrency(rows: readonly CoverageRow[], currency: Currency): CoverageRow[] {
  return rows.map((row) => {
    if (isCurrent(row, currency)) return row
    const unknown = { ...row.unknown, stale: row.unknown.stale + row.covered }
    return { ...row, covered: 0, maxAgeDays: limitOf(row, currency), unknown }
  })
}
