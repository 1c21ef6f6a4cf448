import { expect, it } from 'vitest'
import type { Instant } from '#core/kernel'
import { isCurrent, newestAge } from './currency.ts'

const now = '2026-08-31T00:00:00.000Z' as Instant

it.each([
  ['a daily publisher of a week ago', { asOf: '2026-08-24T00:00:00Z' }, undefined, true],
  ['a daily publisher of eight days ago', { asOf: '2026-08-23T00:00:00Z' }, undefined, false],
  ['a weekly publisher of eight days ago', { asOf: '2026-08-23T00:00:00Z', maxAgeDays: 14 }, undefined, true],
  ['a weekly publisher under a limit for all', { asOf: '2026-08-23T00:00:00Z', maxAgeDays: 14 }, 7, false],
  ['a daily publisher under a limit for all', { asOf: '2026-08-02T00:00:00Z' }, 30, true],
  ['one of no stated age', { maxAgeDays: 14 }, 3_650, false],
])('%s', (_, age, maxAgeDays, current) => {
  expect(isCurrent(age, { now, maxAgeDays })).toBe(current)
})

it('of several the newest counts, with its own limit, in whichever order', () => {
  const old = { asOf: '2026-08-01T00:00:00Z', maxAgeDays: 30 }
  const newer = { asOf: '2026-08-20T00:00:00Z', maxAgeDays: 7 }
  const longer = { asOf: '2026-08-20T00:00:00Z', maxAgeDays: 14 }
  expect([newestAge([old, newer, {}]), newestAge([{}, newer, old])]).toEqual([newer, newer])
  expect([newestAge([longer, newer]), newestAge([newer, longer])]).toEqual([longer, longer])
  expect(newestAge([])).toEqual({})
})
