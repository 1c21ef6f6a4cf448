import { expect, it } from 'vitest'
import type { Instant } from '#core/kernel'
import type { CoverageRow } from '#core/vocabulary'
import { withCurrency } from './currency.ts'

const row = (asOf?: string): CoverageRow => ({
  ecosystem: 'npm',
  components: 10,
  covered: 8,
  unknown: { noKnowledge: 0, stale: 0, noVersion: 2, noIdentity: 0 },
  advisories: 5,
  ...(asOf === undefined ? {} : { asOf }),
})
const currency = { now: '2026-08-10T00:00:00.000Z' as Instant }

it.each([
  ['of the limit', '2026-08-03T00:00:00.000Z', 8, 0],
  ['a moment older', '2026-08-02T23:59:59.999Z', 0, 8],
  ['of no stated age', undefined, 0, 8],
])('knowledge %s covers %s components', (_, asOf, covered, stale) => {
  expect(withCurrency([row(asOf)], currency)).toMatchObject([{ covered, unknown: { stale, noVersion: 2 } }])
})
