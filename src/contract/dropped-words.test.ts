import { expect, it } from 'vitest'
import { droppedWords } from './dropped-words.ts'

it.each([
  [{ code: 'no-key', count: 2, example: 'line 3' }, '2 records left out (no-key), such as line 3'],
  [
    { code: 'contradicts-itself', count: 1, example: 'line 3: result "pass", and 4 of 5 attempts passed' },
    '1 record contradicts itself and counts for the worse: line 3: result "pass", and 4 of 5 attempts passed',
  ],
  [
    { code: 'cut-off', count: 1, example: 'line 3' },
    'partial: the file ends in the middle of line 3, so that it was not read to its end and the rest of the run is missing',
  ],
  [{ code: 'run-not-finished', count: 1, example: 'the run did not end' }, 'the run did not end'],
  [{ code: 'tests-missing', count: 3, example: 'a suite counts more' }, '3 tests missing: a suite counts more'],
])('what was noted of a report is said as it is: %j', (noted, words) => expect(droppedWords(noted)).toBe(words))
