import fc from 'fast-check'
import { expect, test } from 'vitest'
import { discoveryLooks } from '#core/vocabulary'
import { dueLook, everyText, LEAST_MINUTES, MOST_MINUTES, minutesToNext, parseEvery, proposedWatch } from './index.ts'

test.each([
  ['90m', 90],
  ['6h', 360],
  ['1w', 10_080],
  ['off', null],
  ['5m', undefined],
  ['2y', undefined],
  ['', undefined],
  ['9999w', undefined],
])('%s is %s minutes', (text, minutes) => expect(parseEvery(text)).toBe(minutes))

test('what is written is read as the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: LEAST_MINUTES, max: 9_999 }),
      (minutes) => parseEvery(everyText(minutes)) === minutes,
    ),
  )
})

test('the next time moves by up to a tenth, either way', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: LEAST_MINUTES, max: MOST_MINUTES }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (every, chance) => {
        const next = minutesToNext(every, chance)
        return next >= every * 0.9 - 1e-6 && next <= every * 1.1 + 1e-6
      },
    ),
  )
})

test('of several that are due the most thorough is made, and a whole one includes the others', () => {
  expect(dueLook([])).toBeUndefined()
  expect(dueLook(['names', 'services'])).toEqual({ look: 'services', includes: ['services'] })
  expect(dueLook(['names', 'deep'])).toEqual({ look: 'deep', includes: [...discoveryLooks] })
})

test('cheap looks are proposed more often than thorough ones', () => {
  const minutes = discoveryLooks.map((look) => proposedWatch[look])
  expect(minutes).toEqual(minutes.toSorted((a, b) => a - b))
})
