import { expect, test } from 'vitest'
import { beginningOf } from './beginning-of.ts'

test('a long text is cut at a word, one that is hardly longer not at all', () => {
  const text = 'one two three four five'
  expect(beginningOf(text, 20)).toBe(text)
  expect(beginningOf(text, 16)).toBe('one two three')
  expect(beginningOf('x'.repeat(5_000), 300)).toHaveLength(300)
  expect(beginningOf('😀'.repeat(100), 21)).toBe('😀'.repeat(10))
})
