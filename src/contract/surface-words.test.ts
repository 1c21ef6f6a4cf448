import { expect, test } from 'vitest'
import { gapWords, nowWords, runStateWords, sawAnything, seenWords, sentWords, silentWords } from './surface-words.ts'

test('what a run saw and sent is said in the words of people, and how it went about it is not', () => {
  expect(seenWords({ looked: 900, step: 40, hostname: 1_200, 'ip-address': 1, domain: 0 })).toBe(
    '1,200 host names, 1 address',
  )
  expect(sentWords({ datagrams: 0, connections: 1_024, questions: 1, 'out-of-scope': 2 })).toBe(
    '1 DNS question, 1,024 connections, 2 kept back: out of scope',
  )
  expect([sawAnything({ looked: 9, trouble: 1 }), sawAnything({ service: 1 })]).toEqual([false, true])
})

test('what was left without an answer is said of a run that is complete, and that nobody works on one', () => {
  expect(runStateWords({ state: 'complete', gaps: 0 })).toBe('Complete')
  expect(runStateWords({ state: 'complete', gaps: 2 })).toBe('Complete, with gaps')
  expect(runStateWords({ state: 'failed', gaps: 2 })).toBe('Failed')
  expect(gapWords(1_200)).toContain('1,200 could not be looked at')
  expect([silentWords(undefined), silentWords('2026-08-01T00:00:00Z')]).toEqual([
    expect.stringMatching(/^nothing works on it:/),
    expect.stringContaining('since 2026-08-01T00:00:00Z'),
  ])
})

test('what goes on is said also where nothing does, or nobody does it', () => {
  expect([nowWords(undefined, undefined), nowWords('a', undefined), nowWords('a', { since: undefined })]).toEqual([
    'nothing is looked for now',
    'run a looks now',
    expect.stringMatching(/^run a is not done, and nothing works on it/),
  ])
})
