import { expect, it } from 'vitest'
import type { CoverageRow } from '#core/vocabulary'
import { currentSince, withCurrency } from './currency.ts'

const row = (asOf?: string): CoverageRow => ({
  ecosystem: 'npm',
  components: 10,
  covered: 8,
  unknown: { noKnowledge: 0, stale: 0, noVersion: 2, noIdentity: 0 },
  advisories: 5,
  ...(asOf === undefined ? {} : { asOf }),
})
const since = currentSince('2026-08-10T00:00:00.000Z', 7)

it.each([
  ['of the limit', '2026-08-03T00:00:00.000Z', 8, 0],
  ['a moment older', '2026-08-02T23:59:59.999Z', 0, 8],
  ['of no stated age', undefined, 0, 8],
])('knowledge %s covers %s components', (_, asOf, covered, stale) => {
  expect(withCurrency([row(asOf)], since)).toMatchObject([{ covered, unknown: { stale, noVersion: 2 } }])
})
