import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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
  [{ code: 'no-name', count: 1, example: '/components/3' }, 'left out: 1 entry without a name, such as /components/3'],
  [
    { code: 'refused-file', count: 2, example: 'a/bom.json: it is empty' },
    '2 files not read, such as a/bom.json: it is empty',
  ],
  [
    { code: 'not-recorded-secret', count: 4, example: 'aws-key in a.env' },
    '4 findings that only an import keeps (secret), such as aws-key in a.env',
  ],
  [{ code: 'run-not-finished', count: 1, example: 'the run did not end' }, 'the run did not end'],
  [{ code: 'tests-missing', count: 3, example: 'a suite counts more' }, '3 tests missing: a suite counts more'],
])('what was noted of a report is said as it is: %j', (noted, words) => expect(droppedWords(noted)).toBe(words))

it('every reason for which an importer leaves something out has words', () => {
  const folder = join(import.meta.dirname, '../intake/importers')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'))
  const codes = sources.flatMap((source) =>
    [...source.matchAll(/\bdrop\(([^,]+),/g)].flatMap(([, of]) =>
      [...of!.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code!),
    ),
  )
  expect(codes.length).toBeGreaterThan(30)
  const coded = [...new Set(codes)].filter((code) =>
    droppedWords({ code, count: 2, example: 'x' }).includes(`(${code})`),
  )
  expect(coded).toEqual([])
})
