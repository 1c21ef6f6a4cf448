import type { RegressionCaseRow } from '@contract/assurance-cases.ts'
import { expect, test } from 'vitest'
import { unseenWords } from './regression-field.tsx'

const ran = (key: string, everFailed: boolean): RegressionCaseRow => ({
  ...{ key, everFailed, result: 'pass', at: '2026-08-01T00:00:00.000Z' },
})

test('a key that no evaluation ran, or that never failed, is said; one that failed is not', () => {
  const cases = [ran('order-change-080', true), ran('order-change-001', false)]
  expect(unseenWords('order-change-080', cases)).toBeUndefined()
  expect(unseenWords('order-change-001', cases)).toMatch(/never failed/)
  expect(unseenWords('order-chnge-080', cases)).toMatch(
    /has run a case “order-chnge-080” yet. Did you mean “order-change-080”\?/,
  )
  expect(unseenWords('another', [])).toMatch(/Check how it is written\..*all the same/)
})
