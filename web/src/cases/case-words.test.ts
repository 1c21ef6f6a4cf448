import { expect, test } from 'vitest'
import { caseAnswer, casesAnswer, checklistOf, momentWords } from './case-words.ts'

const none = { earliest: null, latest: null, estimated: false }
test.each([
  [none, 'unknown'],
  [{ ...none, latest: '2026-08-01T06:00:00.000Z' }, 'by 2026-08-01 06:00'],
  [{ ...none, earliest: '2026-08-01T06:00:00.000Z' }, 'after 2026-08-01 06:00'],
  [
    { earliest: '2026-08-01T06:00:00.000Z', latest: '2026-08-01T06:00:00.000Z', estimated: true },
    'about 2026-08-01 06:00',
  ],
  [
    { earliest: '2026-08-01T06:00:00.000Z', latest: '2026-08-01T09:30:00.000Z', estimated: false },
    'between 2026-08-01 06:00 and 09:30',
  ],
])('a moment is said as exactly as it is known: %j', (moment, words) => expect(momentWords(moment)).toBe(words))

test('without a change everything else waits for it', () => {
  const list = checklistOf('gate', [{ controlId: 'gate', what: 'change', changeId: null, sentence: 'gate failed' }])
  expect(list.map(({ state }) => state)).toEqual(['missing', 'waits', 'waits', 'waits', 'waits', 'waits'])
  expect(checklistOf('other', []).every(({ state }) => state === 'there')).toBe(true)
})

test('an open case nobody looked at does not read as done', () => {
  const one = { state: 'open', missing: [], barriers: [], readable: true, reopenedWhy: null } as unknown as Parameters<
    typeof caseAnswer
  >[0]
  expect(caseAnswer(one)).toContain('Nobody has said yet')
  expect(casesAnswer([])).toBe('Nothing was reported yet')
})
