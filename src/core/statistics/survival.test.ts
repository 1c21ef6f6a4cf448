import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { medianTime, type SurvivalPoint } from './survival.ts'

const at = (time: number, events = 1, censored = 0): SurvivalPoint => ({ time, events, censored })

describe('the median of what may not have ended yet', () => {
  it('is the middle one where everything ended', () =>
    expect(medianTime([1, 2, 3, 4, 5].map((time) => at(time)))).toMatchObject({ median: 3, total: 5, events: 5 }))

  // Remission times under 6-MP, Freireich et al. 1963: the published median is 23 weeks, its 95 % bounds (log-log) from 13 on and open above.
  it('agrees with a published example', () => {
    const weeks: [number, number, number][] = [
      [6, 3, 1],
      [7, 1, 0],
      [9, 0, 1],
      [10, 1, 1],
      [11, 0, 1],
      [13, 1, 0],
      [16, 1, 0],
      [17, 0, 1],
      [19, 0, 1],
      [20, 0, 1],
      [22, 1, 0],
      [23, 1, 0],
      [25, 0, 1],
      [32, 0, 2],
      [34, 0, 1],
      [35, 0, 1],
    ]
    expect(medianTime(weeks.map(([time, events, censored]) => at(time, events, censored)))).toEqual({
      median: 23,
      low: 13,
      high: undefined,
      total: 21,
      events: 9,
    })
  })

  it('is unknown while more than half still wait, and where there is nothing', () => {
    expect(medianTime([at(1), at(2, 0, 3)]).median).toBeUndefined()
    expect(medianTime([])).toEqual({ median: undefined, low: undefined, high: undefined, total: 0, events: 0 })
  })

  it('whoever waits longer never makes it shorter, and the bounds hold it', () => {
    const points = fc.array(fc.record({ time: fc.nat(50), events: fc.nat(5), censored: fc.nat(5) }), { maxLength: 20 })
    fc.assert(
      fc.property(points, fc.nat(20), (said, more) => {
        const before = medianTime(said)
        const after = medianTime([...said, at(60, 0, more)])
        const infinite = Number.POSITIVE_INFINITY
        expect(after.median ?? infinite).toBeGreaterThanOrEqual(before.median ?? infinite)
        expect(before.low ?? infinite).toBeLessThanOrEqual(before.median ?? infinite)
        expect(before.high ?? infinite).toBeGreaterThanOrEqual(before.median ?? infinite)
      }),
    )
  })
})
