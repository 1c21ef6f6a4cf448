import { expect, test } from 'vitest'
import { exclusionWords, followedWords } from './scope-words.ts'

test('an exclusion says how much is looked at no more, and which approvals it overrides', () => {
  expect(exclusionWords({ assets: 1, approvals: [] })).toEqual([
    '1 asset is no longer looked at; findings there stay as they are.',
  ])
  const approvals = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `${letter}.example`)
  expect(exclusionWords({ assets: 0, approvals })[1]).toBe(
    'It overrides 6 approvals: a.example, b.example, c.example, d.example, e.example, and 1 more.',
  )
})

test('a word on an asset says what became of findings, and that they follow where nobody knows yet', () => {
  expect(followedWords({ opened: 0, closed: 3 })).toBe('3 findings closed.')
  expect(followedWords({ opened: 1, closed: 2 })).toBe('2 findings closed, 1 finding opened.')
  expect(followedWords({ opened: 0, closed: 0 })).toBe(
    'No finding was opened or closed. Findings at an address that is approved by itself are the address’s, whatever its names are.',
  )
  expect(followedWords(null)).toBe('Its findings follow in the background.')
})
