import { expect, test } from 'vitest'
import { stepProgress } from './say.ts'

test('where nobody watches a terminal, each step and each feed that is read is a line', () => {
  const lines: string[] = []
  const report = stepProgress(false, (line) => lines.push(line))
  report('reading kev', 0, 2, 'feeds')
  report('fetching kev (feed 1 of 2): a.json', 3, 10, 'MB')
  report('reading kev', 0, 2, 'feeds')
  report('reading kev', 1, 2, 'feeds')
  report('reading nvd', 1, 2, 'feeds')
  for (let done = 0; done < 5; done++) report('assessing', done, 5, 'assets')
  expect(lines).toEqual([
    'reading kev: 0 of 2 feeds are read',
    'reading kev: 1 of 2 feeds are read',
    'reading nvd: 1 of 2 feeds are read',
    'assessing',
  ])
})
