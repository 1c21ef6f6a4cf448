import type { CaseSightingRow } from '@contract/evaluation-history.ts'
import { describe, expect, it } from 'vitest'
import { answerOf, flakyWords, triesWords } from './history-words.ts'

const seen = (...results: CaseSightingRow['result'][]) => results.map((result) => ({ result }) as CaseSightingRow)

describe('what is said of a case over its runs', () => {
  it.each([
    [seen('pass'), 'Passes in its newest run'],
    [seen('fail', 'fail'), 'Fails in its newest run, as in all 2 of them'],
    [seen('fail', 'pass', 'pass'), 'Fails in its newest run, and did not in the one before'],
    [seen('pass', 'insufficient', 'pass', 'fail'), 'Passes in its newest run, and in the last 2'],
    [seen('insufficient', 'pass', 'pass'), 'Has no verdict in its newest run'],
    [[], 'No run had this case'],
  ])('%o', (sightings, words) => {
    expect(answerOf({ sightings, flakiness: null })).toBe(words)
  })

  it('a flaky case is called so, with its measure', () => {
    const flakiness = { attempts: 5, passed: 3, disagreement: 0.6, within: 'run' as const }
    expect(answerOf({ sightings: seen('pass'), flakiness })).toBe('Passes in its newest run, and is flaky')
    expect(flakyWords(flakiness)).toBe(
      '3 of 5 tries passed though nothing was changed: two tries differ in 60 of 100 pairs',
    )
  })

  it('tries are told where there were several, and those without a verdict apart', () => {
    expect(triesWords({ attempts: 1, open: 0, passed: 1 })).toBe('')
    expect(triesWords({ attempts: 5, open: 2, passed: 1 })).toBe('1 of 3 tries passed, 2 without a verdict')
  })
})
