import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessControl, type DayOfEvidence } from './assess.ts'

const NOW = '2026-08-10T12:00:00.000Z'
const control = { version: '2', halfLifeDays: 90, probeIntervalSeconds: 3_600, cleared: [] }
const daysAgo = (days: number) => new Date(Date.parse(NOW) - days * 86_400_000).toISOString().slice(0, 10)
const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString()

const row = (over: Partial<DayOfEvidence>): DayOfEvidence => {
  const demands = over.demands ?? 1
  return {
    ...{ aspect: 'efficacy', kind: 'evaluation', result: 'pass', day: daysAgo(1), subjectVersion: '2', demands },
    ...{ weighted: demands, ...over },
  }
}
const anyRow: fc.Arbitrary<DayOfEvidence> = fc
  .record({
    aspect: fc.constantFrom('coverage' as const, 'efficacy' as const),
    kind: fc.constantFrom('evaluation' as const, 'telemetry' as const, 'incident' as const, 'review' as const),
    result: fc.constantFrom('pass' as const, 'fail' as const, 'insufficient' as const, 'not-applicable' as const),
    day: fc.integer({ min: 0, max: 400 }).map(daysAgo),
    subjectVersion: fc.constantFrom('1', '2', null),
    demands: fc.integer({ min: 1, max: 500 }),
  })
  .map(row)
const history = fc.array(anyRow, { maxLength: 25 })
const anyProbe = fc.option(
  fc.record({
    result: fc.constantFrom('pass' as const, 'fail' as const),
    at: fc.integer({ min: 0, max: 300 }).map(minutesAgo),
  }),
  { nil: undefined },
)
const alive = { result: 'pass' as const, at: minutesAgo(10) }

describe('a control, on any history of evidence', () => {
  it('is credited nothing where one of the three is missing (law 2)', () => {
    fc.assert(
      fc.property(history, anyProbe, (days, probe) => {
        const { failure, coverage, efficacy, liveness } = assessControl(control, days, probe, NOW)
        if (!coverage || !efficacy || liveness.state !== 'live') expect(failure).toBe(1)
        for (const aspect of ['coverage', 'efficacy'] as const) {
          const without = days.filter((one) => one.aspect !== aspect)
          expect(assessControl(control, without, probe, NOW).failure).toBe(1)
        }
        expect(assessControl(control, days, undefined, NOW).failure).toBe(1)
      }),
    )
  })

  it('is worth no more by one more failure, by a dead probe, or by waiting (law 3)', () => {
    fc.assert(
      fc.property(history, anyProbe, anyRow, fc.integer({ min: 0, max: 400 }), (days, probe, fresh, later) => {
        const { failure } = assessControl(control, days, probe, NOW)
        const failed = { ...fresh, result: 'fail' as const }
        expect(assessControl(control, [...days, failed], probe, NOW).failure).toBeGreaterThanOrEqual(failure - 1e-12)
        expect(assessControl(control, days, { result: 'fail', at: NOW }, NOW).failure).toBe(1)
        const then = new Date(Date.parse(NOW) + later * 86_400_000).toISOString()
        const failureAt = (moment: string) =>
          assessControl(control, olderOnly(days), { result: 'pass', at: moment }, moment).failure
        expect(failureAt(then)).toBeGreaterThanOrEqual(failureAt(NOW) - 1e-12)
      }),
    )
  })

  it('says no number that does not add up from its rows (law 5)', () => {
    fc.assert(
      fc.property(history, (days) => {
        const { efficacy, coverage, reasons } = assessControl(control, days, alive, NOW)
        const heard = days.filter(({ kind }) => kind !== 'review')
        const sum = (aspect: string, result: string) =>
          heard
            .filter((one) => one.aspect === aspect && one.result === result)
            .reduce((all, { demands }) => all + demands, 0)
        if (efficacy)
          expect([efficacy.passes, efficacy.failures]).toEqual([sum('efficacy', 'pass'), sum('efficacy', 'fail')])
        if (coverage && coverage.demands === sum('coverage', 'pass') + sum('coverage', 'fail'))
          expect(coverage.share).toBeCloseTo(sum('coverage', 'pass') / coverage.demands, 12)
        const turned = assessControl(control, days.toReversed(), alive, NOW)
        expect(turned.failure).toBeCloseTo(assessControl(control, days, alive, NOW).failure, 9)
        expect([turned.coverage, turned.reasons.length]).toEqual([coverage, reasons.length])
      }),
    )
  })
})

/** Coverage of the last days may fall out of the window of what is recent, which is no forgetting: it counts in the whole. */
function olderOnly(days: readonly DayOfEvidence[]): DayOfEvidence[] {
  return days.filter(({ aspect, day }) => aspect !== 'coverage' || day < daysAgo(7))
}

describe('counts', () => {
  it('say how they weigh where passes name no version, are of another, or are old', () => {
    const held = (over: Partial<DayOfEvidence>[]) =>
      assessControl(
        control,
        over.map((one) => row(one)),
        alive,
        NOW,
      ).efficacy!
    const passes = { demands: 17, weighted: 17, subjectVersion: null, day: daysAgo(0) }
    const failures = { result: 'fail' as const, demands: 3, weighted: 3, subjectVersion: null }
    const unnamed = held([passes, failures])
    expect(unnamed).toMatchObject({ passes: 17, failures: 3, counted: { passes: 4.25, failures: 3 } })
    expect(unnamed.held).toBe(
      'it held 17 of 20 times, counted as 4.3 of 7.3 (17 passes of which no version is named, at a quarter)',
    )
    const named = { ...passes, subjectVersion: control.version }
    expect(held([named, failures]).held).toBe('it held 17 of 20 times')
    const cleared = [{ kind: 'evaluation' as const, demands: 2, weighted: 2 }]
    const repaired = [row(named), row(failures)]
    expect(assessControl({ ...control, cleared }, repaired, alive, NOW).efficacy!.held).toBe(
      'it held 17 of 20 times; 2 failures before a proven change no longer count',
    )
    const corrected = cleared.map((one) => ({ ...one, corrected: true as const }))
    expect(assessControl({ ...control, cleared: corrected }, repaired, alive, NOW).efficacy!.held).toBe(
      'it held 17 of 18 times',
    )
    expect(held([{ ...failures, demands: 1, weighted: 1 }]).held).toBe('it failed the one time it was tried')
    expect(held([{ ...named, subjectVersion: '1' }]).held).toContain('17 passes of another version, at a quarter')
    expect(held([{ ...named, day: daysAgo(90) }]).held).toBe(
      'it held 17 of 17 times, counted as 8.5 of 8.5 (passes count half after 90 days)',
    )
  })
})

it('nothing is counted on where it was never seen to hold', () => {
  const reasons = (result: 'pass' | 'fail') =>
    assessControl(control, [row({ result, demands: 20 })], alive, NOW).reasons
  expect(reasons('fail').at(-1)).toBe('it held 0 of 20 times: risk counts on nothing of it')
  expect(reasons('pass').at(-1)).toMatch(/: risk counts on at least [\d.]+ in 100, the one-sided 95 % bound$/)
})

describe('coverage', () => {
  const held = row({ demands: 100 })
  const traced = (day: number, over: Partial<DayOfEvidence> = {}) =>
    row({ aspect: 'coverage', kind: 'telemetry', demands: 100, day: daysAgo(day), ...over })

  it('is unknown once its newest traces are older than the half-life: what was seen long ago is not seen now', () => {
    expect(assessControl(control, [held, traced(90)], alive, NOW).coverage).toMatchObject({ share: 1, demands: 100 })
    const old = assessControl(control, [held, traced(91)], alive, NOW)
    expect(old).toMatchObject({ coverage: undefined, failure: 1 })
    expect(old.reasons[0]).toContain(`it was last seen in traces of ${daysAgo(91)}`)
  })

  it('that is too old comes back by what it carries, not by what goes past it', () => {
    const past = traced(1, { result: 'fail', demands: 1 })
    expect(assessControl(control, [held, traced(91), past], alive, NOW)).toMatchObject({
      coverage: undefined,
      failure: 1,
    })
    const carried = assessControl(control, [held, traced(91), past, traced(1, { demands: 9 })], alive, NOW)
    expect(carried.coverage).toMatchObject({ demands: 110 })
  })

  it('of days that were summed in one row is as new as the last of them', () => {
    const summed = traced(300, { lastDay: daysAgo(3) })
    expect(assessControl(control, [held, summed], alive, NOW).coverage).toMatchObject({ since: daysAgo(300) })
  })
})
