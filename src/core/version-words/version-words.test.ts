import { expect, test } from 'vitest'
import { versionList, versionWords } from './index.ts'

test('few versions are named, of many the first', () => {
  expect(versionWords('2.12.1', [])).toBe('2.12.1')
  expect(versionWords('2.12.1', ['2.16.0'])).toBe('2.12.1 and 2.16.0')
  expect(versionWords('1', ['2', '3'])).toBe('1 and 2 more')
  expect(versionList('1', ['2', '3'])).toBe('1, 2, 3')
})

test('a version nobody stated is said to be one', () => {
  expect([versionWords(null, []), versionList(null, [])]).toEqual([null, null])
  expect(versionWords('1', [''])).toBe('1 and an unstated version')
  expect(versionList(null, ['2'])).toBe('an unstated version, 2')
})
