import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alarmThreshold,
  allFail,
  cusum,
  efficacyOf,
  exactInterval,
  failureOnDemand,
  frechetBounds,
  groupFailure,
  lossFactor,
  measureSharedCause,
  seededRandom,
  sequentialTest,
  sharedCause,
  wilsonInterval,
} from './index.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const failures = fc.array(share, { minLength: 1, maxLength: 8 })
const demand = fc.record({
  passed: fc.boolean(),
  weight: share,
  ageDays: fc.integer({ min: 0, max: 2_000 }),
  earlierVersion: fc.boolean(),
})

describe('law 2: missing evidence never helps', () => {
  it('a barrier of which nothing is known changes nothing', () => {
    fc.assert(
      fc.property(failures, share, (qs, beta) => {
        expect(groupFailure({ failures: [...qs, 1], beta })).toBe(groupFailure({ failures: qs, beta }))
      }),
    )
    expect(groupFailure({ failures: [1, 1], beta: 0.1 })).toBe(1)
  })

  it('a control of which anything is unknown is credited nothing', () => {
    const maybe = fc.option(share, { nil: undefined })
    fc.assert(
      fc.property(maybe, maybe, maybe, (coverage, live, efficacy) => {
        const q = failureOnDemand({ coverage, live, efficacy })
        if ([coverage, live, efficacy].includes(undefined)) expect(q).toBe(1)
        else expect(q).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('law 3: worse never looks better', () => {
  it('one more failure never raises the lower bound of a control', () => {
    fc.assert(
      fc.property(fc.array(demand, { maxLength: 40 }), share, (demands, weight) => {
        const before = efficacyOf(demands)
        const after = efficacyOf([...demands, { passed: false, weight, ageDays: 0 }])
        expect(after.lower).toBeLessThanOrEqual(before.lower + 1e-12)
        expect(after.mean).toBeLessThanOrEqual(before.mean + 1e-12)
      }),
    )
  })

  it('age never helps', () => {
    fc.assert(
      fc.property(fc.array(demand, { maxLength: 40 }), fc.integer({ min: 1, max: 500 }), (demands, days) => {
        const older = demands.map((one) => ({ ...one, ageDays: one.ageDays + days }))
        expect(efficacyOf(older).mean).toBeLessThanOrEqual(Math.max(0.5, efficacyOf(demands).mean) + 1e-12)
        expect(efficacyOf(older).alpha).toBeLessThanOrEqual(efficacyOf(demands).alpha)
      }),
    )
  })

  it('a barrier that fails more often, or a dead one, never lowers what gets through', () => {
    fc.assert(
      fc.property(failures, share, share, fc.nat(), (qs, beta, worse, place) => {
        const index = place % qs.length
        const raised = qs.map((q, at) => (at === index ? Math.max(q, worse) : q))
        const dead = qs.map((q, at) => (at === index ? 1 : q))
        const before = groupFailure({ failures: qs, beta })
        expect(groupFailure({ failures: raised, beta })).toBeGreaterThanOrEqual(before - 1e-12)
        expect(allFail([{ failures: dead, beta }])).toBeGreaterThanOrEqual(before - 1e-12)
        expect(lossFactor([{ failures: qs, beta }], 0, index)).toBeGreaterThanOrEqual(1 - 1e-9)
      }),
    )
  })

  it('a shared cause never lets less through than independence would', () => {
    fc.assert(
      fc.property(failures, share, (qs, beta) => {
        const product = qs.reduce((all, q) => all * q, 1)
        expect(groupFailure({ failures: qs, beta })).toBeGreaterThanOrEqual(product - 1e-12)
      }),
    )
  })

  it('what gets through lies within the bounds of any dependence from above', () => {
    fc.assert(
      fc.property(failures, share, (qs, beta) => {
        expect(groupFailure({ failures: qs, beta })).toBeLessThanOrEqual(frechetBounds(qs).high + 1e-12)
      }),
    )
  })

  it('a shared cause that is measured explains what was measured', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 0.9, noNaN: true }), { minLength: 2, maxLength: 5 }),
        share,
        (qs, at) => {
          const product = qs.reduce((all, q) => all * q, 1)
          const together = product + at * (Math.min(...qs) - product)
          const beta = sharedCause(qs, together)
          expect(groupFailure({ failures: qs, beta })).toBeCloseTo(together, 9)
        },
      ),
    )
  })
})

describe('a shared cause', () => {
  const trial = fc.record({
    cluster: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    failed: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  })

  it('is measured between 0 and 1, above its estimate, and whatever the order of the cases', () => {
    fc.assert(
      fc.property(fc.array(trial, { maxLength: 40 }), fc.nat(), (trials, turn) => {
        const measured = measureSharedCause(trials, seededRandom(1))
        const at = trials.length === 0 ? 0 : turn % trials.length
        const turned = [...trials.slice(at), ...trials.slice(0, at)].reverse()
        expect(measureSharedCause(turned, seededRandom(1))).toEqual(measured)
        const { point, upper, failures } = measured
        if (point === undefined || upper === undefined) {
          expect(trials.length === 0 || Math.min(...failures) === 0).toBe(true)
          return
        }
        expect(point).toBeGreaterThanOrEqual(0)
        expect(upper).toBeGreaterThanOrEqual(point)
        expect(upper).toBeLessThanOrEqual(1)
      }),
      { numRuns: 60 },
    )
  })

  it('is all there is where barriers fail in the same cases, and cannot be told where one never fails', () => {
    const cases = Array.from({ length: 50 }, (_, at) => ({ cluster: `${at}`, failed: [at < 5, at < 5] }))
    expect(measureSharedCause(cases, seededRandom(1))).toMatchObject({ together: 5, point: 1, upper: 1 })
    const never = cases.map(({ cluster, failed }) => ({ cluster, failed: [failed[0]!, false] }))
    expect(measureSharedCause(never, seededRandom(1))).toMatchObject({ point: undefined, upper: undefined })
  })

  it('is not taken for small because a few cases never failed together', () => {
    const lone = (size: number) =>
      Array.from({ length: size }, (_, at) => ({ cluster: `${at}`, failed: [at % 10 === 0, at % 10 === 5] }))
    const bound = (size: number) => measureSharedCause(lone(size), seededRandom(1)).upper!
    expect(bound(20)).toBeGreaterThan(0.9)
    expect(bound(100)).toBeGreaterThan(0.15)
    expect(bound(400)).toBeLessThan(0.05)
  })

  it('that is known stays below the bound in at least 93 % of 100 worlds', () => {
    const random = seededRandom(7)
    const [q, beta, size] = [0.15, 0.3, 400]
    let held = 0
    for (let world = 0; world < 100; world++) {
      const trials = Array.from({ length: size }, (_, at) => {
        const shared = random() < beta * q
        // Alone so that each fails in q of the cases, with the shared ones.
        const alone = () => random() < ((1 - beta) * q) / (1 - beta * q)
        return { cluster: `${at >> 1}`, failed: [shared || alone(), shared || alone()] }
      })
      const own = ((1 - beta) * q) / (1 - beta * q)
      const truth = sharedCause([q, q], beta * q + (1 - beta * q) * own * own)
      held += Number(measureSharedCause(trials, seededRandom(world)).upper! >= truth)
    }
    expect(held).toBeGreaterThanOrEqual(93)
  })
})

describe('intervals', () => {
  const counts = fc
    .integer({ min: 1, max: 2_000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

  it('hold the rate, lie within 0 and 1, and the exact one is never narrower than its promise', () => {
    fc.assert(
      fc.property(counts, ([x, n]) => {
        for (const { low, high } of [wilsonInterval(x, n), exactInterval(x, n)]) {
          expect(low).toBeGreaterThanOrEqual(0)
          expect(high).toBeLessThanOrEqual(1)
          expect(low).toBeLessThanOrEqual(x / n)
          expect(high).toBeGreaterThanOrEqual(x / n)
        }
        if (x < n) expect(exactInterval(x + 1, n).high).toBeGreaterThanOrEqual(exactInterval(x, n).high)
      }),
    )
  })
})

it('a monitor’s threshold gives about one false alarm in the interval asked for', () => {
  const steps = sequentialTest({ good: 0.02, bad: 0.08, alpha: 0.05, beta: 0.1 })
  const random = generator(7)
  const threshold = alarmThreshold(steps, { rate: 0.02, interval: 1_000, random })
  let [alarms, outcomes] = [0, 0]
  while (outcomes < 200_000) {
    const stretch = Array.from({ length: 20_000 }, () => random() < 0.02)
    const first = cusum(steps, stretch).findIndex((sum) => sum > threshold)
    outcomes += first < 0 ? stretch.length : first + 1
    alarms += first < 0 ? 0 : 1
  }
  expect(outcomes / alarms).toBeGreaterThan(700)
  expect(outcomes / alarms).toBeLessThan(1_500)
})

/** Numbers from 0 to 1 that are the same in every run: Park and Miller's generator. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
