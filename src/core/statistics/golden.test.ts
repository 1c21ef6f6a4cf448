import { describe, expect, it } from 'vitest'
import { betaQuantile, normalQuantile, normalShare, studentQuantile } from './distributions.ts'
import {
  allFail,
  allPass,
  benjaminiHochberg,
  boundWithoutFailure,
  calibrateReviewer,
  casesToClaim,
  clusteredMean,
  daysToGrow,
  efficacyOf,
  evaluationGap,
  exactInterval,
  failureOnDemand,
  frechetBounds,
  gate,
  groupFailure,
  holm,
  mcNemar,
  measureSharedCause,
  pairedDifference,
  predictionPowered,
  scenarioFrequency,
  seededRandom,
  sequentialTest,
  sequentialVerdict,
  sharedCause,
  trueRate,
  trueRateBounds,
  wilsonInterval,
} from './index.ts'

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)
const near = (value: number | undefined, golden: number, digits = 6) => expect(value).toBeCloseTo(golden, digits)

describe('distributions', () => {
  it.each([
    [0.975, 1.959963985],
    [0.95, 1.644853627],
    [0.5, 0],
    [1e-9, -5.997807015],
  ])('normal quantile of %d', (share, z) => {
    near(normalQuantile(share), z)
    near(normalShare(z), share, 9)
  })

  it.each([
    [0.975, 4, 2.776445105],
    [0.975, 1, 12.70620474],
    [0.05, 30, -1.697260887],
  ])('Student quantile of %d with %i degrees', (share, degrees, t) => near(studentQuantile(share, degrees), t, 5))

  it('a uniform distribution is Beta(1, 1)', () => near(betaQuantile(0.3, 1, 1), 0.3, 12))
})

describe('rates', () => {
  it.each([
    [0, 30, 0, 0.113513, 0, 0.115703],
    [3, 30, 0.0346, 0.256211, 0.021117, 0.265288],
    [50, 500, 0.076678, 0.129422, 0.075136, 0.129709],
    [9, 10, 0.59585, 0.982124, 0.554984, 0.997471],
  ])('%i of %i', (x, n, low, high, exactLow, exactHigh) => {
    const wilson = wilsonInterval(x, n)
    const exact = exactInterval(x, n)
    for (const [value, golden] of [
      [wilson.low, low],
      [wilson.high, high],
      [exact.low, exactLow],
      [exact.high, exactHigh],
    ] as const)
      expect(Math.abs(value - golden)).toBeLessThan(1e-6)
  })

  it('nothing is known without a case', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 })
    expect(exactInterval(0, 0)).toEqual({ low: 0, high: 1 })
    expect(boundWithoutFailure(0)).toBe(1)
  })

  it('"below 1 %" takes 299 cases without a failure', () => {
    expect(casesToClaim(0.01)).toBe(299)
    expect(boundWithoutFailure(299)).toBeLessThan(0.01)
    expect(boundWithoutFailure(298)).toBeGreaterThan(0.01)
  })

  it('cases of one cluster are no independent cases', () => {
    const clusters = ['1111', '0000', '1100', '1000', '1110'].map((text) => [...text].map(Number))
    const found = clusteredMean(clusters)
    expect(found.mean).toBe(0.5)
    near(found.naiveError, 0.114708)
    near(found.clusteredError, 0.158114)
    near(found.finiteError, 0.176777)
    expect(found).toMatchObject({ cases: 20, clusters: 5 })
    near(found.interval?.high, 0.5 + 2.776445 * 0.176777, 5)
    expect(clusteredMean([[1, 0, 1]]).interval).toBeUndefined()
  })
})

describe('two versions on the same cases', () => {
  it('McNemar’s exact test', () => near(mcNemar({ worse: 12, better: 3 }), 0.035156))
  it('McNemar’s exact test of thousands of cases', () => {
    near(mcNemar({ worse: 1_000, better: 1_000 }), 1)
    expect(mcNemar({ worse: 1_100, better: 900 }) / 8.457089535503927e-6).toBeCloseTo(1, 8)
  })
  it('no case differs: no evidence', () => expect(mcNemar({ worse: 0, better: 0 })).toBe(1))

  it('the paired difference', () => {
    const { difference, error } = pairedDifference({ worse: 12, better: 3, n: 200 })
    near(difference, 0.045)
    near(error, 0.019102)
  })

  it.each([
    [{ worse: 12, better: 3, n: 200 }, 0.1, 'pass'],
    [{ worse: 12, better: 3, n: 200 }, 0.05, 'undecided'],
    [{ worse: 60, better: 3, n: 200 }, 0.05, 'fail'],
    // Five cases that do not differ say little.
    [{ worse: 0, better: 0, n: 5 }, 0.05, 'undecided'],
    [{ worse: 0, better: 0, n: 200 }, 0.05, 'pass'],
    [{ worse: 0, better: 0, n: 0 }, 0.05, 'undecided'],
  ] as const)('gate %j within %d: %s', (cases, margin, verdict) => expect(gate(cases, margin).verdict).toBe(verdict))

  it('Holm and Benjamini–Hochberg keep the order given', () => {
    const rounded = (values: number[]) => values.map((value) => Number(value.toFixed(9)))
    expect(rounded(holm([0.01, 0.04, 0.03, 0.005]))).toEqual([0.03, 0.06, 0.06, 0.02])
    expect(rounded(benjaminiHochberg([0.01, 0.04, 0.03, 0.005]))).toEqual([0.02, 0.04, 0.04, 0.02])
  })
})

describe('repeats and sequences', () => {
  it('all of k repeats', () => {
    near(allPass(9, 10, 3), 0.7)
    expect(allPass(9, 10, 11)).toBeUndefined()
    expect(allPass(2, 10, 3)).toBe(0)
  })

  it('Wald’s test', () => {
    const test = sequentialTest({ alpha: 0.05, beta: 0.1, good: 0.02, bad: 0.08 })
    near(test.bad, 2.890372)
    near(test.good, -2.251292)
    near(test.perFailure, 1.386294)
    near(test.perPass, -0.063179)
    expect(sequentialVerdict(test, [true, true, true]).verdict).toBe('bad')
    expect(sequentialVerdict(test, Array(100).fill(false))).toMatchObject({ verdict: 'good', used: 36 })
    expect(sequentialVerdict(test, [false, true]).verdict).toBe('undecided')
  })
})

describe('a judge that errs', () => {
  it('Rogan and Gladen', () => near(trueRate(0.08, { sensitivity: 0.9, specificity: 0.97 }), 0.057471))
  it('the interval holds the true rate in at least 93 of 100 runs, the judge’s own error being measured on 40 answers', () => {
    let state = 11
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    const count = (n: number, share: number) =>
      Array.from({ length: n }, () => Number(random() < share)).reduce((sum, one) => sum + one, 0)
    const held = Array.from({ length: 400 }, () => {
      const rate = 0.05 + 0.3 * random()
      const judge = { failing: 20, calledFailing: count(20, 0.9), passing: 20, calledPassing: count(20, 0.92) }
      const { low, high } = trueRateBounds(count(300, rate * 0.9 + (1 - rate) * 0.08), 300, judge)
      return low <= rate && rate <= high
    }).filter(Boolean).length
    expect(held).toBeGreaterThanOrEqual(372)
  })
  it('of a judge that guesses the interval says nothing', () =>
    expect(trueRateBounds(5, 50, { failing: 10, calledFailing: 5, passing: 10, calledPassing: 5 })).toEqual({
      low: 0,
      high: 1,
    }))
  it('a judge that guesses says nothing', () =>
    expect(trueRate(0.5, { sensitivity: 0.5, specificity: 0.5 })).toBeUndefined())

  it('prediction-powered inference', () => {
    const found = predictionPowered({
      ...{ mean: 0.08, variance: 0.08 * 0.92, judged: 10_000 },
      ...{ bias: 0.02, residualVariance: 0.0396, labelled: 200 },
    })
    near(found.estimate, 0.06)
    near(found.error, 0.01433, 5)
  })
})

describe('the gap between test and use', () => {
  const strata = [
    { production: 0.8, cases: 3_000, failures: 30 },
    { production: 0.15, cases: 3_000, failures: 300 },
    { production: 0.05, cases: 4_000, failures: 160 },
  ]

  it('naive, reweighted and what reweighting leaves', () => {
    const found = evaluationGap(strata)
    near(found.naive, 0.049)
    near(found.reweighted, 0.025)
    near(found.effectiveShare, 0.451552)
    near(found.mixPart, -0.024)
    expect(found.gap).toBeUndefined()
    near(found.blindShare, 0)
  })

  it('a stratum that is not tested is blind, never zero', () => {
    const found = evaluationGap([...strata.slice(0, 2), { production: 0.05, cases: 3, failures: 0 }], undefined, {
      least: 10,
    })
    near(found.blindShare, 0.05)
    near(found.reweighted, (0.8 * 0.01 + 0.15 * 0.1) / 0.95)
  })

  it.each([
    ['with cases elsewhere', { production: 0, cases: 50, failures: 3 }],
    ['with one case without a stratum', { production: 0, cases: 1, failures: 1 }],
  ])('of a production that was not tested at all is unknown, %s', (_, elsewhere) => {
    const found = evaluationGap(
      [{ production: 1, cases: 0, failures: 0 }, elsewhere],
      { labelled: 9, failures: 1 },
      { least: 10 },
    )
    expect(found).toEqual({
      ...{ naive: elsewhere.failures / elsewhere.cases, reweighted: undefined, mixPart: undefined, gap: undefined },
      ...{ effectiveShare: 0, blindShare: 1 },
    })
  })

  it('production beside it', () => {
    const { gap } = evaluationGap(strata, { labelled: 1_000, failures: 60 })
    near(gap?.value, 0.035)
    expect(gap!.bounds.low).toBeGreaterThan(0.015)
    expect(gap!.bounds.high).toBeLessThan(0.055)
  })
})

describe('controls', () => {
  const demands = (passes: number, n: number) =>
    Array.from({ length: n }, (_, index) => ({ passed: index < passes, weight: 1, ageDays: 0 }))

  it.each([
    [0, 0, 0.5, 0.001541, 0.998459, undefined],
    [18, 20, 0.880952, 0.716147, 0.978628, 0.749773],
    [47, 50, 0.931373, undefined, undefined, 0.865584],
    [190, 200, 0.947761, 0.913125, 0.974007, 0.919719],
  ])('%i of %i', (passes, n, mean, low, high, lower) => {
    const found = efficacyOf(demands(passes, n))
    near(found.mean, mean)
    if (low !== undefined) near(found.interval.low, low)
    if (high !== undefined) near(found.interval.high, high)
    if (lower !== undefined) near(found.lower, lower)
  })

  it('a pass fades by half in ninety days and counts a quarter on another version, a failure stays', () => {
    const terms = { weight: 1, ageDays: 90 }
    expect(efficacyOf([{ passed: true, ...terms }]).alpha).toBe(1)
    expect(efficacyOf([{ passed: true, ...terms, earlierVersion: true }]).alpha).toBe(0.625)
    expect(efficacyOf([{ passed: false, ...terms, earlierVersion: true }]).beta).toBe(1.5)
  })

  it('what is not known is credited nothing', () => {
    expect(failureOnDemand({ coverage: undefined, live: 1, efficacy: 1 })).toBe(1)
    near(failureOnDemand({ coverage: 0.9, live: 1, efficacy: 0.75 }), 0.325)
  })
})

describe('layers', () => {
  const failures = [0.1, 0.2, 0.05]

  it.each([
    [0, 0.001],
    [0.05, 0.00335738],
    [0.1, 0.005729],
    [0.3, 0.015343],
    [1, 0.05],
  ])('with a shared cause of %d', (beta, joint) => {
    near(groupFailure({ failures, beta }), joint)
    near(sharedCause(failures, joint), beta)
  })

  it('measured on the same cases: 1,000 of them, one after the other', () => {
    // 100, 200 and 50 fail, 5 of them at all three.
    const failedAt = [range(0, 100), range(95, 295), [...range(95, 100), ...range(900, 945)]].map((own) => new Set(own))
    const trials = range(0, 1_000).map((at) => ({ cluster: `${at}`, failed: failedAt.map((own) => own.has(at)) }))
    const measured = measureSharedCause(trials, seededRandom(1))
    expect(measured).toMatchObject({ cases: 1_000, clusters: 1_000, together: 5, failures })
    near(measured.point!, sharedCause(failures, 0.005))
    // Not less than what the exact bound of 5 in 1,000 (0.0104803, one-sided, 95 %) would need.
    expect(measured.upper).toBeGreaterThanOrEqual(sharedCause(failures, 0.0104803) - 1e-5)
    expect(measured.upper).toBeLessThan(0.25)
  })

  it('two channels', () => near(groupFailure({ failures: [0.1, 0.1], beta: 0.1 }), 0.0181))
  it('the bounds hold whatever the dependence', () => {
    expect(frechetBounds(failures)).toEqual({ low: 0, high: 0.05 })
    near(frechetBounds([0.9, 0.8]).low, 0.7)
    expect(frechetBounds([1, 0.3])).toEqual({ low: 0.3, high: 0.3 })
  })

  it('events a year', () => {
    const terms = { attempts: 1_000, enabling: [], consequence: 1 }
    near(scenarioFrequency({ ...terms, groups: failures.map((q) => ({ failures: [q], beta: 0 })) }), 1)
    near(scenarioFrequency({ ...terms, groups: [{ failures, beta: 0.1 }] }), 5.729)
    near(
      allFail([
        { failures, beta: 0.1 },
        { failures: [0.5], beta: 0 },
      ]),
      0.0028645,
    )
  })
})

it.each([
  [18, 2, 10, 190, 2.803284, 0.221881],
  [6, 14, 2, 198, 1.746128, 1.370265],
  [20, 0, 40, 160, 2.817054, -0.572225],
])(
  'a reviewer with %i hits, %i misses, %i false alarms, %i correct rejections',
  (...[hits, misses, falseAlarms, correctRejections, sensitivity, criterion]) => {
    const found = calibrateReviewer({ hits, misses, falseAlarms, correctRejections })
    near(found.sensitivity, sensitivity)
    near(found.criterion, criterion)
  },
)

it.each([
  [212, 1.25, 68.2],
  [212, 1.5, 124],
  [131, 1.25, 42.2],
  [131, 1.5, 76.6],
  [89, 1.25, 28.7],
  [89, 1.5, 52.1],
])('what doubles in %i days has grown ×%d after %d', (doubling, factor, days) =>
  expect(daysToGrow(doubling, factor)).toBeCloseTo(days, 1),
)
