import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { residualOf } from '#assurance/threats'
import { causeCosts, frequencyIf, frequencyPast } from './residual.ts'

const estimate = (value: number) => ({ value, basis: 'assumed' as const })
const layer = 'prevent' as const

/** A scenario as the server reckons it, with failures of its barriers by place. */
function scenarioOf(barriers: readonly { failure: number; causes: string[] }[], attempts = 1_000) {
  const terms = {
    ...{ attempts: estimate(attempts), consequence: estimate(0.5), appetite: null },
    enabling: [{ condition: 'reachable', probability: estimate(0.8) }],
    barriers: barriers.map(({ causes }, place) => ({ control: String(place), layer, causes })),
  }
  const residual = residualOf(terms, (control) => barriers[Number(control)]!.failure)
  return { ...terms, barriers, residual }
}

const barrier = fc.record({
  failure: fc.oneof(fc.constant(1), fc.double({ min: 0.001, max: 1, noNaN: true })),
  causes: fc.uniqueArray(fc.constantFrom('model:m', 'gateway', 'people'), { maxLength: 2 }),
})
const barriers = fc.array(barrier, { maxLength: 6 })

describe('what the browser reckons', () => {
  it('is what the server says, while nothing is supposed', () => {
    fc.assert(
      fc.property(barriers, (all) => {
        const scenario = scenarioOf(all)
        expect(frequencyIf(scenario, new Set())).toBeCloseTo(scenario.residual.frequency!, 9)
        expect(frequencyPast(scenario, 0)).toBeCloseTo(scenario.residual.unguarded!, 9)
        expect(frequencyPast(scenario, all.length)).toBeCloseTo(scenario.residual.frequency!, 9)
      }),
    )
  })

  it('a number that nobody knows never makes less of a risk, and attempts that nobody knows make no frequency', () => {
    fc.assert(
      fc.property(barriers, fc.double({ min: 0, max: 1, noNaN: true }), (all, probability) => {
        const terms = { attempts: estimate(1_000), appetite: null }
        const left = (over: object) =>
          residualOf({ ...terms, ...over } as never, (control) => all[Number(control)]!.failure)
        const walls = all.map(({ causes }, place) => ({ control: String(place), layer, causes }))
        const known = left({
          barriers: walls,
          enabling: [{ condition: 'reachable', probability: estimate(probability) }],
          consequence: estimate(probability),
        })
        const unknown = left({
          barriers: walls,
          enabling: [{ condition: 'reachable', probability: null }],
          consequence: null,
          attempts: null,
          appetite: 1e9,
        })
        expect(unknown.perAttempt.left).toBeGreaterThanOrEqual(known.perAttempt.left - 1e-12)
        expect(unknown).toMatchObject({ frequency: null, independent: null, bounds: null, unguarded: null })
        expect(unknown.withinAppetite).toBeUndefined()
      }),
    )
  })

  it('agrees with the server on what losing each barrier does', () => {
    fc.assert(
      fc.property(barriers, (all) => {
        const scenario = scenarioOf(all)
        const now = frequencyIf(scenario, new Set())
        for (const [place, { lossFactor }] of scenario.residual.barriers.entries())
          expect(frequencyIf(scenario, new Set([place]))).toBeCloseTo(now * lossFactor, 6)
      }),
    )
  })

  it('never falls when one more barrier fails, and never rises past one more layer', () => {
    fc.assert(
      fc.property(barriers, fc.array(fc.nat(5), { maxLength: 3 }), (all, lost) => {
        const scenario = scenarioOf(all)
        const failed = new Set(lost.filter((place) => place < all.length))
        for (const place of all.keys())
          expect(frequencyIf(scenario, new Set([...failed, place]))).toBeGreaterThanOrEqual(
            frequencyIf(scenario, failed) * (1 - 1e-12),
          )
        for (const place of all.keys())
          expect(frequencyPast(scenario, place + 1, failed)).toBeLessThanOrEqual(
            frequencyPast(scenario, place, failed) * (1 + 1e-12),
          )
      }),
    )
  })
})

describe('a shared cause', () => {
  it('costs what it adds to barriers that share nothing (METHODS: two channels of 0.1 under β 0.1 let 0.0181 through)', () => {
    const shared = [0.1, 0.1].map((failure) => ({ failure, causes: ['gateway'] }))
    const [cost] = causeCosts(scenarioOf(shared))
    expect(cost).toMatchObject({ causes: ['gateway'], members: [0, 1], beta: 0.1 })
    expect(cost!.factor).toBeCloseTo(1.81, 6)
    expect(cost!.together).toBeCloseTo(400, 6)
  })

  it('that costs most comes first, and barriers that share nothing have none', () => {
    const pair = (cause: string, failure: number) => [1, 2].map(() => ({ failure, causes: [cause] }))
    const costs = causeCosts(scenarioOf([...pair('people', 0.5), ...pair('model:m', 0.02)]))
    expect(costs.map(({ causes }) => causes[0])).toEqual(['model:m', 'people'])
    expect(causeCosts(scenarioOf([{ failure: 0.1, causes: ['people'] }]))).toEqual([])
  })
})
