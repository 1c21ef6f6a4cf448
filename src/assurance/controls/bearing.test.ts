import { describe, expect, it } from 'vitest'
import type { ControlAssessment } from './assess.ts'
import { bearingOf, type JudgedPiece } from './bearing.ts'

const now = '2026-08-10T12:00:00.000Z'
const control = { version: '2', halfLifeDays: 90 }
const assessment = {
  coverage: { share: 0.5, demands: 100, since: '2026-08-05' },
  liveness: { state: 'live', seenAt: now },
} as ControlAssessment
const by = { now, assessment, probe: { position: 9, at: '2026-08-10T11:00:00.000Z' }, isLimited: false }
const piece = (over: Partial<JudgedPiece>): JudgedPiece => ({
  ...{ position: 1, kind: 'evaluation', aspect: 'efficacy', result: 'pass', at: now, demands: 4, weight: 1 },
  ...{ subjectVersion: '2', cleared: null },
  ...over,
})

describe('a piece of evidence counts', () => {
  it.each([
    ['in full', {}, 1, null],
    ['half, a half-life ago', { at: '2026-05-12T00:00:00.000Z' }, 0.5, /90 days old: a pass counts half/],
    [
      'a quarter, where it is of another version',
      { subjectVersion: '1' },
      0.25,
      /^of version 1, while the control is registered as 2: .*if 1 runs now, say so/,
    ],
    ['a quarter, where it names no version', { subjectVersion: null }, 0.25, /no version is stated/],
    ['not, where it is a person’s word', { kind: 'attestation' }, 0, /a person’s word/],
    ['not, without a verdict', { result: 'insufficient' }, 0, /no verdict/],
    [
      'not, as a failure that was repaired',
      { result: 'fail', cleared: { demands: 4, madeAt: '2026-08-01T06:00:00.000Z' } },
      0,
      /^repaired: .*2026-08-01 06:00 UTC was proven against it/,
    ],
    [
      'as far as its failures were not repaired',
      { result: 'fail', cleared: { demands: 1, madeAt: '2026-08-01T06:00:00.000Z' } },
      0.75,
      /^1 of 4 repaired: /,
    ],
    ['in full, as a failure since', { result: 'fail', at: '2026-08-02T06:00:00.000Z' }, 1, null],
    [
      'in full, as a failure of another version',
      { result: 'fail', subjectVersion: '1' },
      1,
      /until a change is proven/,
    ],
    ['as the newest probe', { aspect: 'liveness', kind: 'probe', position: 9 }, 1, null],
    [
      'not, as a probe before the newest',
      { aspect: 'liveness', kind: 'probe', result: 'fail' },
      0,
      /newer word of 2026-08-10 11:00/,
    ],
    [
      'not, where the last days show less',
      { aspect: 'coverage', kind: 'telemetry', at: '2026-08-01T00:00:00.000Z' },
      0,
      /^its window has passed/,
    ],
    ['as a trace of the last days', { aspect: 'coverage', kind: 'telemetry' }, 1, null],
  ] as const)('%s', (_, over, weight, why) => {
    const found = bearingOf(control, piece(over), by)
    expect(found.weight).toBeCloseTo(weight, 9)
    if (why === null) expect(found.why).toBeNull()
    else expect(found.why).toMatch(why)
  })

  it('not, as a probe that nothing followed for too long', () => {
    const late = {
      ...by,
      assessment: { ...assessment, liveness: { state: 'unknown', seenAt: now } } as ControlAssessment,
    }
    expect(bearingOf(control, piece({ aspect: 'liveness', position: 9 }), late).why).toMatch(/window has passed/)
  })

  it('not, as traces of what can be gone round', () => {
    expect(bearingOf(control, piece({ aspect: 'coverage' }), { ...by, isLimited: true }).why).toMatch(/a way past it/)
  })
})
