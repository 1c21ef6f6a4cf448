import fc from 'fast-check'
import { expect, test } from 'vitest'
import { epssChange, likelyExploited } from './lev.ts'

test('LEV multiplies what each 30-day window leaves untouched (NIST CSWP 41)', () => {
  const points = [
    { date: '2026-01-01', probability: 0.1 },
    { date: '2026-01-31', probability: 0.2 },
  ]
  const lev = likelyExploited(points, '2026-01-01', '2026-03-02')
  expect(lev?.probability).toBeCloseTo(1 - 0.9 * 0.8, 9)
  expect(lev).toMatchObject({ windows: 2, windowsExpected: 2 })
})

test('the last window weighs as much as has passed of it', () => {
  const lev = likelyExploited([{ date: '2026-01-01', probability: 0.3 }], '2026-01-01', '2026-01-16')
  expect(lev?.probability).toBeCloseTo(0.3 * 0.5, 9)
})

test('missing windows are counted and make it a lower bound', () => {
  const lev = likelyExploited([{ date: '2026-01-01', probability: 0.3 }], '2025-01-01', '2026-01-31')
  expect(lev).toMatchObject({ windows: 1, windowsExpected: 14 })
})

test('nothing later than the day asked for is used', () => {
  expect(likelyExploited([{ date: '2026-02-01', probability: 0.9 }], undefined, '2026-01-31')).toBeUndefined()
})

test('LEV is a probability and one more score never lowers it', () => {
  const point = fc.record({
    date: fc.integer({ min: 0, max: 900 }).map(day),
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.uniqueArray(point, { minLength: 1, maxLength: 20, selector: (p) => p.date }), (points) => {
      const all = likelyExploited(points, '2024-01-01', '2026-12-31')!.probability
      expect(all).toBeGreaterThanOrEqual(0)
      expect(all).toBeLessThanOrEqual(1)
      const ordered = points.toSorted((a, b) => (a.date < b.date ? -1 : 1))
      const fewer = likelyExploited(ordered.slice(0, -1), '2024-01-01', '2026-12-31')?.probability ?? 0
      expect(all).toBeGreaterThanOrEqual(fewer - 1e-12)
    }),
  )
})

test('a 30-day change needs a score about 30 days older', () => {
  const now = { date: '2026-08-02', probability: 0.5 }
  expect(epssChange(now, [{ date: '2026-07-05', probability: 0.2 }])?.change).toBeCloseTo(0.3, 9)
  expect(epssChange(now, [{ date: '2026-04-05', probability: 0.2 }])).toBeUndefined()
})

function day(offset: number): string {
  return new Date(Date.UTC(2024, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10)
}
