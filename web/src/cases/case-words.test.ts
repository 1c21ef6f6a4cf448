import type { CaseDetail, CaseRow } from '@contract/assurance-cases.ts'
import { checklistOf, missingCount, missingWords, seenBy } from '@contract/closing-checklist.ts'
import { expect, test } from 'vitest'
import { caseAnswer, caseOwed, casesAnswer, closeQuestion, momentWords } from './case-words.ts'

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
  const list = checklistOf('gate', [
    {
      controlId: 'gate',
      what: 'change',
      changeId: null,
      sentence: 'The gate failed, and nothing was changed',
      lacks: 'nothing was changed',
    },
  ])
  expect(list[0]!.sentence).toBe('nothing was changed')
  expect(list.map(({ state }) => state)).toEqual(['missing', 'waits', 'waits', 'waits', 'waits', 'waits'])
  const missing = [{ controlId: 'gate', what: 'change' as const, changeId: null, sentence: 'x', lacks: 'x' }]
  expect(missingWords(missing)).toBe('1 proof is missing before it may be closed, and 5 more wait for a change')
  expect(missingCount(missing)).toBe('1 missing, 5 more wait')
  expect(missingWords([])).toBeUndefined()
  expect(checklistOf('other', []).every(({ state }) => state === 'there')).toBe(true)
})

test('who recorded a probe is said once', () => {
  expect(seenBy({ source: 'command line', recordedBy: 'command line' })).toBe('command line')
  expect(seenBy({ source: 'recorded by hand', recordedBy: 'ada' })).toBe('recorded by hand, by ada')
  expect(seenBy({ source: 'canary job', recordedBy: null })).toBe('canary job')
})

test('an open case says what it waits for', () => {
  const one = {
    kind: 'near-miss',
    kinds: [],
    lead: null,
    reopenedWhy: null,
    barriers: [],
    changes: [],
    readable: true,
  } as unknown as CaseRow
  expect(caseOwed(one)).toBe('nobody leads it, nobody said what the safeguards did')
  const once = { ...one, kind: 'hazard', kinds: [{ was: 'near-miss', at: '', by: 'ada', why: 'x' }] } as CaseRow
  expect(caseOwed(once)).toBe(caseOwed(one))
  const failed = { ...one, lead: 'ada', barriers: [{ controlId: 'gate', outcome: 'failed', note: null }] } as CaseRow
  expect(caseOwed(failed, () => 'The gate')).toBe('nothing was changed for The gate')
  expect(caseOwed({ ...failed, changes: [{ controlId: 'gate', withdrawn: null }] } as CaseRow)).toBe('open')
})

test('who leads is said of one case as of several', () => {
  const open = { state: 'open', kinds: [], lead: null, readable: true, reopenedWhy: null } as unknown as CaseRow
  expect(casesAnswer([open])).toBe('1 case is open, nobody leads it')
  expect(casesAnswer([open, open])).toBe('2 cases are open, nobody leads any of them')
  // Who leads a confidential case of somebody else is not said.
  expect(casesAnswer([open, { ...open, readable: false }])).toBe('2 cases are open, nobody leads 1')
  expect(caseOwed({ ...open, readable: false })).toBe('owners and whoever reported it read it')
  expect(casesAnswer([open, { ...open, lead: 'ada' }])).toBe('2 cases are open, nobody leads 1')
})

test('a hazard that nobody looked at may be closed, an incident may not', () => {
  const one = { state: 'open', missing: [], barriers: [], readable: true, reopenedWhy: null, kind: 'hazard' }
  expect(caseAnswer(one as unknown as CaseDetail)).toContain('Nothing is missing')
  expect(caseAnswer({ ...one, kind: 'incident' } as unknown as CaseDetail)).toContain('Nobody has said yet')
})

test('a title that ends with a full stop gets no second one', () => {
  const one = { kind: 'hazard', state: 'open', missing: [], barriers: [], readable: true }
  const reopenedWhy = 'it happened again: It sent what I told it to.'
  expect(caseAnswer({ ...one, reopenedWhy } as unknown as CaseDetail)).toMatch(/^Open again, .* told it to\. Nothing/)
})

test('an open case nobody looked at does not read as done', () => {
  const one = { kind: 'near-miss', state: 'open', missing: [], barriers: [], readable: true, reopenedWhy: null }
  expect(caseAnswer(one as unknown as CaseDetail)).toContain('Nobody has said yet')
  expect(casesAnswer([])).toBe('Nothing was reported yet')
})

test('a closed case says what is mended, and what is only accepted', () => {
  const failed = (controlId: string) => ({ controlId, outcome: 'failed', note: null })
  const mended = { id: 'c', controlId: 'gate', kind: 'control', until: null, withdrawn: null }
  const excepted = { ...mended, id: 'e', kind: 'exception', until: '2027-02-01' }
  const one = { state: 'closed', readable: true, unproven: [], unheld: [], unjudgedDuties: [], pattern: 'p' }
  const closed = (barriers: unknown[], changes: unknown[]) => ({ ...one, barriers, changes }) as unknown as CaseDetail
  expect(caseAnswer(closed([], []))).toBe('Closed: no safeguard failed in it')
  expect(caseAnswer(closed([failed('gate')], [mended]))).toBe('Closed: what failed is mended')
  expect(caseAnswer(closed([failed('gate')], [excepted]))).toBe(
    'Closed: nothing is mended, what failed is accepted until 2027-02-01',
  )
  expect(caseAnswer(closed([failed('gate'), failed('filter')], [mended, { ...excepted, controlId: 'filter' }]))).toBe(
    'Closed: 1 of 2 safeguards that failed is mended, the rest is accepted until 2027-02-01',
  )
  const unheld = [{ isEarlierRule: true }] as CaseDetail['unheld']
  expect(caseAnswer({ ...closed([failed('gate')], [mended]), unheld })).toMatch(
    /^Closed by an earlier rule; its proof does not hold/,
  )
  expect(closeQuestion(closed([failed('gate')], [excepted]))).toMatch(/Nothing was changed: the failures still count/)
  expect(closeQuestion(closed([failed('gate')], [mended]))).toMatch(/proven against no longer count\.$/)
})
