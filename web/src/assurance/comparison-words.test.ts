import { expect, test } from 'vitest'
import { runWords } from './comparison-words.ts'

test('runs of the same name and day are told apart by time, outcome and what was tested', () => {
  const run = { at: '2026-08-10T09:05:30.000Z', name: 'nightly', target: 'desk', passed: 1_999, failed: 3 }
  expect(runWords({ ...run, targetVersion: '2.1' })).toBe(
    '2026-08-10 09:05:30 nightly: 3 of 2,002 cases failed, desk 2.1',
  )
  expect(runWords({ ...run, at: '2026-08-10T21:00:00.000Z', target: null, targetVersion: null, failed: 0 })).toBe(
    '2026-08-10 21:00:00 nightly: 0 of 1,999 cases failed',
  )
})
