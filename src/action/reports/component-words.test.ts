import { expect, test } from 'vitest'
import { componentWords } from './component-words.ts'

test('what a file lists twice is recorded once, and that is said', () => {
  expect(componentWords(1, 1)).toBe('1 component')
  expect(componentWords(342, 344)).toBe('342 components (2 more entries name one of them again)')
  expect(componentWords(5, 6)).toBe('5 components (1 more entry names one of them again)')
})
