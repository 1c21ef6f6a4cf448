import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessControl } from '#assurance/controls'
import type { PieceOfEvidence } from './known-days.ts'
import { type ControlPast, movementsOf } from './movements.ts'
import { assumedBeta, residualOf } from './residual.ts'
import type { ControlTerms, DatedTerms, RiskTerms } from './terms.ts'

const controlTerms = (id: string): ControlTerms => ({
  ...{ id, version: null, halfLifeDays: 90, probeIntervalSeconds: 3_600, cleared: [], limits: [] },
})
const terms: RiskTerms = {
  ...{
    appetite: 10,
    attempts: { value: 100, basis: 'assumed' },
    enabling: [],
    consequence: { value: 1, basis: 'assumed' },
  },
  ...{ beta: assumedBeta, measured: [], controls: [controlTerms('a'), controlTerms('b')] },
  barriers: [
    { control: 'a', layer: 'prevent', causes: ['gateway'] },
    { control: 'b', layer: 'detect', causes: ['gateway'] },
  ],
}
const NOW = '2026-08-10T12:00:00.000Z'
const DAY = 1_440
const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString()
const always: DatedTerms[] = [{ at: minutesAgo(1_000 * DAY), terms }]

interface Recorded extends Partial<PieceOfEvidence> {
  /** Minutes ago, where it was not recorded when it was seen. */
  recorded?: number
}
function piece(controlId: string, minutes: number, { recorded = minutes, ...over }: Recorded): PieceOfEvidence {
  const at = minutesAgo(minutes)
  return {
    ...{ controlId, aspect: 'liveness', kind: 'probe', result: 'pass', demands: 1, weighted: 1, source: `${minutes}` },
    ...{ at, day: at.slice(0, 10), subjectVersion: null, recordedAt: minutesAgo(recorded), ...over },
  }
}
const seenAs = (aspect: 'coverage' | 'efficacy', demands: number): Recorded => ({
  ...{ aspect, demands, weighted: demands, kind: aspect === 'coverage' ? 'telemetry' : 'evaluation' },
})
const credited = (id: string, minutes: number) => [
  piece(id, minutes, seenAs('coverage', 100)),
  piece(id, minutes, seenAs('efficacy', 100)),
]

const pastOf = (id: string, pieces: readonly PieceOfEvidence[], from = ''): ControlPast => {
  const ordered = pieces.toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0))
  return { id, pieces: ordered, from, days: pieces }
}
const moves = (pasts: readonly ControlPast[], dated = always, now = NOW) =>
  movementsOf(pasts, dated, { now, most: 1_000 })
const causesOf = (found: ReturnType<typeof moves>) => found.map(({ drivers }) => drivers.map(({ cause }) => cause.kind))

describe('a risk', () => {
  it('moves when a layer dies and when it lives again, and says which', () => {
    const a = [
      ...credited('a', 100),
      piece('a', 90, {}),
      piece('a', 50, {}),
      piece('a', 20, { result: 'fail' }),
      piece('a', 10, {}),
    ]
    const found = moves([pastOf('a', a), pastOf('b', [])])
    expect(found.map(({ at, to, from }) => [at, to > from!])).toEqual([
      [minutesAgo(10), false],
      [minutesAgo(20), true],
      [minutesAgo(90), false],
    ])
    expect(found[1]).toMatchObject({
      to: 100,
      drivers: [{ cause: { kind: 'evidence', control: 'a', aspect: 'liveness', failed: 1 }, failure: { to: 1 } }],
    })
  })

  it('moves by all that its layer is credited for: what was shown before the last of it came is named with it', () => {
    const a = [...credited('a', 100), piece('a', 90, {})]
    const [first] = moves([pastOf('a', a), pastOf('b', [])])
    expect(first!.drivers.map(({ cause }) => cause.kind === 'evidence' && cause.aspect).sort()).toEqual([
      'coverage',
      'efficacy',
      'liveness',
    ])
  })

  it('moves by evidence that came late when it is recorded, and says what it is about; what was told before stays', () => {
    const a = [...credited('a', 100), piece('a', 90, {})]
    const late = piece('a', 400, { ...seenAs('efficacy', 40), result: 'fail', recorded: 20 })
    const before = moves([pastOf('a', a), pastOf('b', [])])
    const [moved, ...rest] = moves([pastOf('a', [...a, late]), pastOf('b', [])])
    expect(moved).toMatchObject({ at: minutesAgo(20), since: before[0]!.at, from: before[0]!.to })
    expect(moved!.drivers).toMatchObject([
      { cause: { failed: 40, seen: { from: minutesAgo(400), to: minutesAgo(400) } } },
    ])
    expect(rest).toEqual(before)
  })

  it('moves when no probe came for two intervals, at that moment', () => {
    const a = [...credited('a', 400), piece('a', 390, {}), piece('a', 100, {})]
    const [back, silent] = moves([pastOf('a', a), pastOf('b', [])])
    expect(back).toMatchObject({ at: minutesAgo(100) })
    expect(silent).toMatchObject({ to: 100, drivers: [{ cause: { kind: 'silence', control: 'a' } }] })
    expect(silent!.at.slice(0, 16)).toBe(minutesAgo(270).slice(0, 16))
  })

  it('moves when no trace came for longer than evidence counts half, on the day after', () => {
    const a = [
      ...credited('a', 95 * DAY),
      ...Array.from({ length: 96 * 24 }, (_, hour) => piece('a', hour * 60 + 1, {})),
    ]
    const fresh = piece('a', DAY, seenAs('coverage', 100))
    const told = (pieces: readonly PieceOfEvidence[]) =>
      moves([pastOf('a', pieces), pastOf('b', [])])[0]!.drivers.map(({ cause }) => cause.kind)
    expect(told(a)).toContain('untraced')
    expect(told([...a, fresh])).toContain('evidence')
  })

  it('is told what time wears off with what comes after it, until it is a tenth', () => {
    const a = [...credited('a', 40 * DAY), ...Array.from({ length: 40 }, (_, day) => piece('a', (40 - day) * DAY, {}))]
    const daily = [
      {
        at: always[0]!.at,
        terms: { ...terms, controls: terms.controls.map((one) => ({ ...one, probeIntervalSeconds: 9e6 })) },
      },
    ]
    const aged = moves([pastOf('a', a), pastOf('b', [])], daily).filter(({ drivers }) =>
      drivers.every(({ cause }) => cause.kind === 'age'),
    )
    // The last may be less: what is left over now is what it came to.
    for (const { from, to } of aged.slice(1)) expect(to / from!).toBeGreaterThan(1.1)
  })

  it('moves with time alone, as passes count less: no gap is left between two movements', () => {
    const a = [
      ...credited('a', 60 * DAY),
      ...Array.from({ length: 6 }, (_, place) => piece('a', (60 - place * 12) * DAY, {})),
    ]
    const slow = [
      {
        at: always[0]!.at,
        terms: { ...terms, controls: terms.controls.map((one) => ({ ...one, probeIntervalSeconds: 9e6 })) },
      },
    ]
    const found = moves([pastOf('a', a), pastOf('b', [])], slow)
    expect(causesOf(found).slice(0, -1).flat()).toEqual(Array(found.length - 1).fill('age'))
    expect(found.length).toBeGreaterThan(2)
  })

  it('moves when an assumption, a condition, its layers or what is said of a control are others, each from what to what', () => {
    const quiet = credited('a', 300).concat(
      piece('a', 290, {}),
      piece('a', 200, {}),
      piece('a', 100, {}),
      piece('a', 5, {}),
    )
    const said = (minutes: number, over: Partial<RiskTerms>) => ({
      at: minutesAgo(minutes),
      terms: { ...terms, ...over },
    })
    const first = (at: number, over: Partial<RiskTerms>, cause: object) => {
      const [moved] = moves([pastOf('a', quiet), pastOf('b', [])], [...always, said(at, over)])
      expect(moved).toMatchObject({ at: minutesAgo(at), drivers: [{ cause }] })
    }
    const attempts = { value: 200, basis: 'assumed' as const }
    first(50, { attempts }, { kind: 'attempts', from: { value: 100 }, to: { value: 200 } })
    first(50, { barriers: terms.barriers.slice(1) }, { kind: 'layers', came: [], went: ['a'] })
    const enabling = [{ condition: 'it is Monday', probability: { value: 0.2, basis: 'stated' as const } }]
    first(50, { enabling }, { kind: 'condition', from: undefined, to: { value: 0.2 } })
    const [a, b] = terms.controls as [ControlTerms, ControlTerms]
    first(50, { controls: [{ ...a, version: '2' }, b] }, { kind: 'version', control: 'a', from: null, to: '2' })
    const limits = [{ kind: 'bypassed' as const, reason: 'there is a way past it' }]
    first(
      50,
      { controls: [{ ...a, limits }, b] },
      { kind: 'limited', control: 'a', reasons: ['there is a way past it'] },
    )
  })

  it('moves against its appetite when that is said anew, though it leaves over as much as before', () => {
    const a = [...credited('a', 300), piece('a', 290, {}), piece('a', 200, {}), piece('a', 100, {}), piece('a', 5, {})]
    const raised = { at: minutesAgo(50), terms: { ...terms, appetite: 40 } }
    const pasts = [pastOf('a', a), pastOf('b', [])]
    const [moved, ...before] = moves(pasts, [...always, raised])
    expect(moved).toMatchObject({ at: raised.at, from: before[0]!.to, drivers: [{ cause: { from: 10, to: 40 } }] })
    expect([moved!.to, before]).toEqual([moved!.from, moves(pasts)])
  })

  it('moves when a change is proven: failures it was proven against count no more from then on, and did until then', () => {
    const a = [...credited('a', 300), piece('a', 290, {}), piece('a', 100, {}), piece('a', 5, {})]
    const failed = piece('a', 90, { ...seenAs('efficacy', 30), result: 'fail' })
    const cleared = { kind: 'evaluation' as const, demands: 20, weighted: 20 }
    const proven = terms.controls.map((one) => (one.id === 'a' ? { ...one, cleared: [cleared] } : one))
    const dated = [...always, { at: minutesAgo(40), terms: { ...terms, controls: proven } }]
    const [after, before] = moves([pastOf('a', [...a, failed]), pastOf('b', [])], dated)
    expect(before).toMatchObject({ at: minutesAgo(90), drivers: [{ cause: { kind: 'evidence', failed: 30 } }] })
    expect(after).toMatchObject({
      at: minutesAgo(40),
      drivers: [{ cause: { kind: 'proven', control: 'a', failures: 20 } }],
    })
    expect(after!.to).toBeLessThan(after!.from!)
    const [again] = moves([pastOf('a', [...a, failed]), pastOf('b', [])], [...dated, { at: minutesAgo(20), terms }])
    expect(again).toMatchObject({
      ...{ at: minutesAgo(20), to: after!.from },
      drivers: [{ cause: { kind: 'did-not-hold', control: 'a', failures: 20 } }],
    })
  })

  it('is not told of before it was in the register, nor before all that moved it is known', () => {
    const a = [...credited('a', 100), piece('a', 90, {}), piece('a', 20, { result: 'fail' })]
    expect(moves([pastOf('a', a, minutesAgo(60)), pastOf('b', [])])).toHaveLength(1)
    expect(moves([pastOf('a', a), pastOf('b', [])], [{ at: minutesAgo(60), terms }])).toHaveLength(1)
  })

  it('is unknown until somebody says how often it is tried', () => {
    const a = [...credited('a', 100), piece('a', 90, {})]
    const dated = [
      { at: always[0]!.at, terms: { ...terms, attempts: null } },
      { at: minutesAgo(50), terms },
    ]
    expect(moves([pastOf('a', a), pastOf('b', [])], dated)).toMatchObject([{ at: minutesAgo(50), from: null }])
  })
})

const anyPiece = (id: string) =>
  fc
    .record({
      minutes: fc.integer({ min: 1, max: 200_000 }),
      late: fc.integer({ min: 0, max: 60_000 }),
      aspect: fc.constantFrom('coverage' as const, 'liveness' as const, 'efficacy' as const),
      result: fc.constantFrom('pass' as const, 'fail' as const),
      demands: fc.integer({ min: 1, max: 50 }),
    })
    .map(({ minutes, late, ...rest }) =>
      piece(id, minutes, {
        ...rest,
        weighted: rest.demands,
        kind: 'evaluation',
        recorded: Math.max(0, minutes - late),
      }),
    )
const history = (id: string) => fc.array(anyPiece(id), { maxLength: 20 })
const anyTerms = fc
  .array(
    fc.record({
      minutes: fc.integer({ min: 1, max: 200_000 }),
      attempts: fc.option(fc.integer({ min: 1, max: 500 })),
      usual: fc.constantFrom(0, 0.1, 0.5),
      version: fc.constantFrom(null, '2'),
      isAlone: fc.boolean(),
    }),
    { maxLength: 4 },
  )
  .map((all) =>
    all
      .toSorted((one, other) => other.minutes - one.minutes)
      .map(({ minutes, attempts, usual, version, isAlone }) => ({
        at: minutesAgo(minutes),
        terms: {
          ...{ ...terms, attempts: attempts === null ? null : { value: attempts, basis: 'assumed' as const } },
          ...{ beta: { ...assumedBeta, usual }, barriers: isAlone ? terms.barriers.slice(1) : terms.barriers },
          controls: terms.controls.map((control) => ({ ...control, version })),
        },
      })),
  )

describe('whatever came, and when it was recorded,', () => {
  it('each movement begins where the one before ended, is made of all that it says, and the last arrives at what is left over now', () => {
    fc.assert(
      fc.property(history('a'), history('b'), anyTerms, (a, b, changes) => {
        const pasts = [pastOf('a', a), pastOf('b', b)]
        const dated = [...always, ...changes]
        const found = moves(pasts, dated)
        for (const [place, { from, to, at, drivers }] of found.entries()) {
          const before = found[place + 1]
          if (before) expect([from, at >= before.at]).toEqual([before.to, true])
          const sum = drivers.reduce((all, { change }) => all + change, 0)
          if (from !== null) expect(Math.abs(to - from - sum)).toBeLessThan(1e-9 * Math.max(1, to, from))
          expect(drivers.length).toBeGreaterThan(0)
        }
        const last = dated.at(-1)!.terms
        const { frequency, perAttempt } = residualOf(
          { ...last, appetite: null },
          (id) => {
            const past = pasts.find((one) => one.id === id)!
            const probes = past.pieces.filter(({ aspect }) => aspect === 'liveness')
            const newest = probes.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)).at(-1)
            const own = last.controls.find((one) => one.id === id)!
            return assessControl(own, past.days, newest, NOW).failure
          },
          last.beta,
        )
        const left = frequency ?? perAttempt.left
        if (found[0]) expect(Math.abs(found[0].to / left - 1)).toBeLessThanOrEqual(0.01)
      }),
    )
  })

  it('no figure of the past is changed by what is recorded later', () => {
    fc.assert(
      fc.property(
        history('a'),
        history('b'),
        anyTerms,
        fc.integer({ min: 0, max: 200_000 }),
        (a, b, changes, minutes) => {
          const then = minutesAgo(minutes)
          const known = (pieces: readonly PieceOfEvidence[]) => pieces.filter(({ recordedAt }) => recordedAt <= then)
          const dated = [...always, ...changes]
          // The unit of what is left over is that of now: it is the same for both.
          const saidThen = dated.filter(({ at }) => at <= then)
          if ((saidThen.at(-1)!.terms.attempts === null) !== (dated.at(-1)!.terms.attempts === null)) return
          const before = moves([pastOf('a', known(a)), pastOf('b', known(b))], saidThen, then)
          const after = moves([pastOf('a', a), pastOf('b', b)], dated)
          // What had come to less than a movement by then is told with what came after it.
          const told = before.filter(({ at }) => at < then)
          expect(after.slice(after.length - told.length)).toEqual(told)
        },
      ),
    )
  })
})
