import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from './random.ts'
import { readReviews } from './review-reading.ts'

/** Two hundred items of which twenty are known wrong and forty known right; the others tell nothing. */
function simulated(stopsWrong: number, stopsRight: number, random: () => number) {
  const count = (items: number, probability: number) =>
    Array.from({ length: items }, random).filter((value) => value < probability).length
  const [hits, falseAlarms] = [count(20, stopsWrong), count(40, stopsRight)]
  return readReviews({ hits, misses: 20 - hits, falseAlarms, correctRejections: 40 - falseAlarms })
}

describe('twenty seeds in two hundred items', () => {
  const RUNS = 500
  const share = (verdict: string, stopsWrong: number, stopsRight: number) => {
    const random = seededRandom(7)
    const found = Array.from({ length: RUNS }, () => simulated(stopsWrong, stopsRight, random))
    return found.filter((one) => one.verdict === verdict).length / RUNS
  }

  it('find a rubber-stamper, who stops three in a hundred whatever they are', () => {
    expect(share('rubber-stamping', 0.03, 0.03)).toBeGreaterThanOrEqual(0.99)
  })

  it('find one who glances at a third of it', () => {
    expect(share('rubber-stamping', 0.2, 0.01)).toBeGreaterThanOrEqual(0.9)
  })

  it('do not take a careful reviewer for one', () => {
    expect(share('good', 0.9, 0.05)).toBeGreaterThanOrEqual(0.95)
    expect(share('rubber-stamping', 0.9, 0.05)).toBe(0)
    expect(share('rubber-stamping', 0.75, 0.05)).toBeLessThanOrEqual(0.01)
  })

  it('find one who stops nearly everything, and one who tosses a coin', () => {
    expect(share('over-rejecting', 0.98, 0.7)).toBeGreaterThanOrEqual(0.95)
    expect(share('cannot-tell', 0.6, 0.5)).toBeGreaterThanOrEqual(0.7)
  })
})

it.each([
  [18, 2, 10, 190, 'good'],
  [6, 14, 2, 198, 'rubber-stamping'],
  [20, 0, 40, 160, 'over-rejecting'],
  [19, 0, 0, 100, 'too-few'],
] as const)(
  '%i hits, %i misses, %i false alarms, %i correct rejections read as %5$s',
  (hits, misses, falseAlarms, correctRejections, verdict) => {
    expect(readReviews({ hits, misses, falseAlarms, correctRejections }).verdict).toBe(verdict)
  },
)

it('what the seeds do not tell is unknown: without right items d′ and c, without wrong ones the catch rate', () => {
  expect(readReviews({ hits: 20, misses: 5, falseAlarms: 0, correctRejections: 0 })).toMatchObject({
    ...{ sensitivity: undefined, criterion: undefined, falseAlarmRate: undefined, verdict: 'good' },
    catchRate: { value: 0.8 },
  })
  expect(readReviews({ hits: 0, misses: 0, falseAlarms: 1, correctRejections: 9 })).toMatchObject({
    ...{ catchRate: undefined, verdict: 'too-few', failureBound: 1, sensitivity: undefined },
  })
})

it('one more wrong item let through never makes the barrier better', () => {
  const count = fc.nat(60)
  fc.assert(
    fc.property(count, count, count, count, (hits, misses, falseAlarms, correctRejections) => {
      const seeded = { hits, misses, falseAlarms, correctRejections }
      const worse = readReviews({ ...seeded, misses: misses + 1 })
      const now = readReviews(seeded)
      // The first wrong item of all is the first that anything is known by.
      if (hits + misses > 0) expect(worse.failureBound).toBeGreaterThanOrEqual(now.failureBound - 1e-12)
      expect(now.failureBound).toBeGreaterThanOrEqual(0)
      expect(now.failureBound).toBeLessThanOrEqual(1)
      expect(now.catchRate?.interval.low ?? 0).toBeLessThanOrEqual(now.catchRate?.interval.high ?? 0)
    }),
  )
})
