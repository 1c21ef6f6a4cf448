import { expect, it } from 'vitest'
import { daySums } from './day-sums.ts'

const piece = (day: string, result: 'pass' | 'fail' | 'insufficient', demands: number, kind = 'telemetry') => ({
  ...{ aspect: 'efficacy' as const, kind: kind as 'telemetry', result, day, subjectVersion: null, demands, pieces: 1 },
})

it('days are summed, and those without evidence between them are there', () => {
  const days = daySums([
    piece('2026-03-01', 'pass', 10),
    piece('2026-02-27', 'fail', 1),
    piece('2026-03-01', 'fail', 2),
    piece('2026-03-01', 'pass', 5, 'evaluation'),
  ])
  expect(days).toEqual([
    { day: '2026-02-27', passed: 0, failed: 1 },
    { day: '2026-02-28', passed: 0, failed: 0 },
    { day: '2026-03-01', passed: 15, failed: 2 },
  ])
})

it('what has no known outcome is not drawn', () => {
  expect(daySums([piece('2026-03-01', 'pass', 9, 'attestation'), piece('2026-03-01', 'insufficient', 3)])).toEqual([])
})

it('of many days the newest are drawn', () => {
  const days = daySums([piece('2024-01-01', 'pass', 1), piece('2026-03-01', 'pass', 1)])
  expect([days.length, days.at(-1)?.day]).toEqual([120, '2026-03-01'])
})
