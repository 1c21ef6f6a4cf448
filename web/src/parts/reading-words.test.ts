import { expect, it } from 'vitest'
import { knowledgeReading } from './reading-words.ts'

const job = {
  kind: 'refresh' as const,
  state: 'running' as const,
  step: 'reading nvd',
  done: 3,
  total: 17,
  unit: 'feeds',
}

it.each([
  [[job], 'knowledge is being read (3 of 17 sources)'],
  [
    [{ ...job, step: 'fetching nvd (feed 4 of 17): a.json', done: 1, total: 90, unit: 'MB' }],
    'knowledge is being read (3 of 17 sources)',
  ],
  [[{ ...job, step: 'assessing', unit: 'assets' }], 'knowledge is being read'],
  [[{ ...job, state: 'done' as const }], undefined],
  [[], undefined],
])('says how far the reading of knowledge is: %#', (jobs, words) => expect(knowledgeReading(jobs)).toBe(words))
