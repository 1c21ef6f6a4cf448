import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { type Cadence, lastDue, pauseAfter } from './index.ts'

test('each pause is longer than the one before, whatever chance says, and the tenth failure is the last', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (a, b) => {
        for (let attempt = 1; attempt < 9; attempt++)
          expect(pauseAfter(attempt + 1, undefined, a)!).toBeGreaterThan(pauseAfter(attempt, undefined, b)!)
      },
    ),
  )
  expect(pauseAfter(10, undefined, 0)).toBeUndefined()
})

test('a longer pause that the other side asks for is kept', () => {
  expect(pauseAfter(1, 60_000, 0)).toBe(60_000)
  expect(pauseAfter(9, 1, 0)).toBeGreaterThan(1)
})

test.each<[Cadence, string, string]>([
  ['daily', '2026-08-05T06:00:00.000Z', '2026-08-05T06:00:00.000Z'],
  ['daily', '2026-08-05T05:59:59.999Z', '2026-08-04T06:00:00.000Z'],
  // A Wednesday.
  ['weekly', '2026-08-05T07:00:00.000Z', '2026-08-03T06:00:00.000Z'],
  ['weekly', '2026-08-03T06:00:00.000Z', '2026-08-03T06:00:00.000Z'],
  ['weekly', '2026-08-03T05:00:00.000Z', '2026-07-27T06:00:00.000Z'],
])('a %s digest at %s was last due at %s', (cadence, now, due) => expect(lastDue(cadence, now as Instant)).toBe(due))
