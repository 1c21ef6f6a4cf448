import { expect, test } from 'vitest'
import { stagesOf } from './stages.ts'

test('a step names its stages with their counts, in the order in which one leads to the next', () => {
  expect(stagesOf('sources 3 of 3 · names 120 of 130')).toEqual([
    { name: 'Looking up names', done: 120, total: 130 },
    { name: 'Asking public sources', done: 3, total: 3 },
  ])
})

test('a step that is no look has no stages', () => {
  expect(stagesOf('starting')).toBe(undefined)
  expect(stagesOf('matching 3 of 4 components')).toBe(undefined)
})
