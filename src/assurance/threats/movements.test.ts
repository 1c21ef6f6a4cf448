import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessControl, type Control } from '#assurance/controls'
import { type ControlPast, movementsOf, type PieceOfEvidence } from './movements.ts'
import { assumedBeta, residualOf } from './residual.ts'
import type { Scenario } from './scenario.ts'

const control = (id: string): Control => ({
  ...{
    id,
    name: id,
    owner: null,
    claim: '',
    measure: null,
    system: null,
    version: null,
    references: [],
    reviewDays: 90,
  },
  ...{ halfLifeDays: 90, probeIntervalSeconds: 3_600, failuresFrom: null, restsOn: [], vendorSafeguard: null },
  mostFailures: null,
})
const scenario: Scenario = {
  ...{ id: 's', title: 's', owner: null, harm: '', appetite: null, treatment: 'mitigate', treatmentUntil: null },
  ...{ attempts: { value: 100, basis: 'assumed' }, enabling: [], consequence: { value: 1, basis: 'assumed' } },
  ...{ reviewDays: 90, initiators: [], techniques: [], beganAs: null, keptIn: 'register' },
  barriers: [
    { control: 'a', layer: 'prevent', causes: ['gateway'] },
    { control: 'b', layer: 'detect', causes: ['gateway'] },
  ],
}
const NOW = '2026-08-10T12:00:00.000Z'
const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString()

function piece(controlId: string, minutes: number, over: Partial<PieceOfEvidence>): PieceOfEvidence {
  const at = minutesAgo(minutes)
  return {
    ...{ controlId, aspect: 'liveness', kind: 'probe', result: 'pass', demands: 1, weighted: 1, source: `${minutes}` },
    ...{ at, day: at.slice(0, 10), subjectVersion: null, ...over },
  }
}
const credited = (id: string, minutes: number) => [
  piece(id, minutes, { aspect: 'coverage', kind: 'telemetry', demands: 100, weighted: 100 }),
  piece(id, minutes, { aspect: 'efficacy', kind: 'evaluation', demands: 100, weighted: 100 }),
]

const pastOf = (id: string, pieces: readonly PieceOfEvidence[], from = ''): ControlPast => ({
  ...{ control: control(id), pieces, from, limits: [] },
  days: pieces,
})
const moves = (pasts: readonly ControlPast[], now = NOW) =>
  movementsOf(scenario, pasts, { beta: assumedBeta, now, most: 1_000 })

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
    expect(found.map(({ at, to, from }) => [at, to > from])).toEqual([
      [minutesAgo(10), false],
      [minutesAgo(20), true],
      [minutesAgo(90), false],
    ])
    expect(found[1]).toMatchObject({
      to: 100,
      control: 'a',
      cause: { kind: 'evidence', aspect: 'liveness', failed: 1 },
    })
  })

  it('moves when no probe came for two intervals, at that moment', () => {
    const a = [...credited('a', 400), piece('a', 390, {}), piece('a', 100, {})]
    const [back, silent] = moves([pastOf('a', a), pastOf('b', [])])
    expect(back).toMatchObject({ at: minutesAgo(100) })
    expect(silent).toMatchObject({ to: 100, cause: { kind: 'silence' } })
    expect(silent!.at.slice(0, 16)).toBe(minutesAgo(270).slice(0, 16))
  })

  it('moves when no trace came for longer than evidence counts half, on the day after', () => {
    const day = 1_440
    const a = [
      ...credited('a', 95 * day),
      ...Array.from({ length: 96 * 24 }, (_, hour) => piece('a', hour * 60 + 1, {})),
    ]
    const fresh = piece('a', 1 * day, { aspect: 'coverage', kind: 'telemetry', demands: 100, weighted: 100 })
    const told = (pieces: readonly PieceOfEvidence[]) =>
      moves([pastOf('a', pieces), pastOf('b', [])]).map(({ at, cause, to }) => [
        at.slice(0, 10),
        cause.kind,
        to === 100,
      ])
    expect(told(a)[0]).toEqual([minutesAgo(4 * day).slice(0, 10), 'untraced', true])
    expect(told([...a, fresh])[0]).toEqual([minutesAgo(day).slice(0, 10), 'evidence', false])
  })

  it('is not told of before all that moved it is known', () => {
    const a = [...credited('a', 100), piece('a', 90, {}), piece('a', 20, { result: 'fail' })]
    expect(moves([pastOf('a', a, minutesAgo(60)), pastOf('b', [])])).toHaveLength(1)
  })

  it('arrives at what is left over now, whatever came in which order', () => {
    const anyPiece = (id: string) =>
      fc
        .record({
          minutes: fc.integer({ min: 1, max: 20_000 }),
          aspect: fc.constantFrom('coverage' as const, 'liveness' as const, 'efficacy' as const),
          result: fc.constantFrom('pass' as const, 'fail' as const),
          demands: fc.integer({ min: 1, max: 50 }),
        })
        .map(({ minutes, ...rest }) => piece(id, minutes, { ...rest, weighted: rest.demands, kind: 'evaluation' }))
    const history = (id: string) => fc.array(anyPiece(id), { maxLength: 20 })
    fc.assert(
      fc.property(history('a'), history('b'), (a, b) => {
        const pasts = [pastOf('a', a), pastOf('b', b)]
        const left = residualOf(
          scenario,
          (id) => {
            const past = pasts.find((one) => one.control.id === id)!
            const probes = past.pieces.filter(({ aspect }) => aspect === 'liveness')
            const last = probes.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)).at(-1)
            return assessControl(past.control, past.days, last, NOW).failure
          },
          assumedBeta,
        ).frequency
        const [newest] = moves(pasts)
        const last = [...a, ...b]
          .map(({ at }) => at)
          .sort()
          .at(-1)
        // What came at the same moment, and moved too little to be told of, came besides.
        if (newest && newest.at === last && last > minutesAgo(15))
          expect(Math.abs(newest.to / left! - 1)).toBeLessThan(0.06)
        for (const { from, to } of moves(pasts)) expect(Number.isFinite(from) && Number.isFinite(to)).toBe(true)
      }),
    )
  })
})
