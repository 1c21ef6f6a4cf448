import { expect, test } from 'vitest'
import { elicitationWords, judgeWords, standingOf } from './run-words.ts'

const gap = {
  variation: 'steps',
  cases: 40,
  plain: 0.05,
  varied: 0.45,
  gap: 0.4,
  bounds: { low: 0.2, high: 0.6 },
  onlyVaried: [],
} as const

test('a gap is said to be one only where its interval says so', () => {
  expect(elicitationWords({ ...gap, onlyVaried: [] })).toBe(
    'Asked in steps, 45 in 100 failed instead of 5 in 100, of 40 cases: more often by 40 in 100, between +20 and +60 in 100.',
  )
  expect(elicitationWords({ ...gap, onlyVaried: [], bounds: { low: -0.1, high: 0.6 } })).toContain(
    'leave open whether that is more: between −10 and +60 in 100',
  )
})

test('a judge that is no better than chance says nothing about the rate', () => {
  const judge = {
    id: 'tone',
    failing: 10,
    calledFailing: 9,
    passing: 10,
    calledPassing: 10,
    cases: 50,
    called: 5,
    corrected: null,
  }
  expect(judgeWords(judge)).toContain('nothing follows')
  expect(judgeWords({ ...judge, corrected: { value: 0.11, low: 0.02, high: 0.24 } })).toContain(
    '11 in 100 (between 2 and 24 in 100)',
  )
  expect(judgeWords({ ...judge, cases: 0 })).toBe('tone knew 9 of 10 failing answers and 10 of 10 passing ones.')
})

test('how a run stands says how far it came', () => {
  const order = { state: 'held-up', made: 3, planned: 8, requests: 1 } as Parameters<typeof standingOf>[0]
  expect(standingOf(order)).toBe('held up at 3 of 8 attempts, 1 request')
})
