import { expect, it } from 'vitest'
import { withoutCleared } from './cleared.ts'

const sum = (result: 'pass' | 'fail', day: string, demands: number, weighted = demands) => ({
  ...{ aspect: 'efficacy' as const, kind: 'near-miss' as const, result, day, demands, weighted },
})

it('takes a pass out of its own day, and failures out of whichever', () => {
  const days = [sum('pass', '2026-08-01', 1), sum('pass', '2026-08-10', 2), sum('fail', '2026-08-10', 2)]
  const cleared = [
    { kind: 'near-miss' as const, demands: 1, weighted: 1 },
    { kind: 'near-miss' as const, day: '2026-08-10', demands: 1, weighted: 1 },
  ]
  expect(withoutCleared(days, cleared, 90)).toEqual([
    ...[sum('pass', '2026-08-01', 1), sum('pass', '2026-08-10', 1), sum('fail', '2026-08-10', 1)],
  ])
})

it('takes a pass out of a sum as of a later day as far as it has faded until then', () => {
  const cleared = [{ kind: 'near-miss' as const, day: '2026-05-12', demands: 1, weighted: 1 }]
  expect(withoutCleared([sum('pass', '2026-08-10', 2, 1.5)], cleared, 90)).toEqual([sum('pass', '2026-08-10', 1, 1)])
})
