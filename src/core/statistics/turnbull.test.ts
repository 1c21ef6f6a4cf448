import fc from 'fast-check'
import { expect, test } from 'vitest'
import { medianSpan, medianTime } from './index.ts'

test('of exact times it is their median, and an open one counts as waiting', () => {
  const exact = [1, 2, 3, 4, 5].map((at) => ({ low: at, high: at }))
  expect(medianSpan(exact)).toEqual({ low: 3, high: 3 })
  expect(medianSpan([...exact, { low: 9, high: Number.POSITIVE_INFINITY }])).toEqual({ low: 3, high: 3 })
  expect(medianSpan([])).toBeUndefined()
})

test('where more than half may never end there is no median', () => {
  const open = { low: 3, high: Number.POSITIVE_INFINITY }
  expect(medianSpan([open, open, { low: 0, high: 2 }])).toBeUndefined()
})

test('ranges that overlap agree on what they share (Turnbull 1976)', () => {
  expect(
    medianSpan([
      { low: 0, high: 6 },
      { low: 4, high: 10 },
      { low: 5, high: 8 },
    ]),
  ).toEqual({ low: 5, high: 6 })
})

test('of exact times and open ones it says what Kaplan and Meier say', () => {
  const point = fc.record({ time: fc.integer({ min: 1, max: 30 }), ended: fc.boolean() })
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), (points) => {
      const spans = points.map(({ time, ended }) => ({
        low: ended ? time : time + 0.5,
        high: ended ? time : Number.POSITIVE_INFINITY,
      }))
      const curve = points.map(({ time, ended }) => ({
        time: ended ? time : time + 0.5,
        events: Number(ended),
        censored: Number(!ended),
      }))
      expect(medianSpan(spans)?.low).toBe(medianTime(curve).median)
    }),
    { numRuns: 200 },
  )
})
