import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assumptionsInForce, dueReview, type ReviewFacts, reckoned } from './index.ts'

const facts: ReviewFacts = {
  ...{ kind: 'control', id: 'gate', name: 'Gate', owner: null, registeredAt: '2026-01-01T00:00:00.000Z' },
  ...{
    lastReview: null,
    reviewDays: 180,
    changes: [],
    cases: [],
    dead: [],
    doubts: [],
    evidence: [],
    ends: [],
    grows: false,
  },
}
const growth = { doublingDays: 131, factor: 1.5, source: 'METR' }
const due = (over: Partial<ReviewFacts>, now = '2026-03-01T00:00:00.000Z') =>
  dueReview({ ...facts, ...over }, growth, now)

test('without anything else the calendar decides', () => {
  expect(due({})).toMatchObject({ due: '2026-06-30', isDue: false, reasons: [{ kind: 'calendar' }] })
})

test.each([
  ['a change', { changes: [{ what: 'version 2 became 3', at: '2026-02-01T10:00:00Z' }] }, '2026-02-01', 'change'],
  ['a near miss', { cases: [{ title: 'it went through', at: '2026-02-02T10:00:00Z' }] }, '2026-02-02', 'case'],
  ['a dead control', { dead: [{ control: 'gate', at: '2026-02-03T10:00:00Z' }] }, '2026-02-03', 'dead'],
  [
    'old evidence',
    { evidence: [{ control: 'gate', newest: '2026-01-05', halfLifeDays: 30 }] },
    '2026-02-04',
    'evidence',
  ],
  ['an end', { ends: [{ what: 'accepted until then', on: '2026-02-05' }] }, '2026-02-05', 'end'],
  [
    'a finding in what it rests on',
    { doubts: [{ sentence: 'CVE-2026-1000 is exploited', at: '2026-02-03T10:00:00Z' }] },
    '2026-02-03',
    'suspect',
  ],
  ['growth (M7: 76.6 days for 1.5 times)', { grows: true }, '2026-03-18', 'growth'],
] as const)('%s comes before the calendar, and says why', (_name, over, on, kind) => {
  expect(due(over)).toMatchObject({ due: on, reasons: [{ kind, on }, { kind: 'calendar' }] })
})

test('a review answers what came before it', () => {
  const lastReview = { at: '2026-02-10T00:00:00.000Z', by: 'ada' }
  const over = {
    ...{
      lastReview,
      changes: [{ what: 'x', at: '2026-02-01T10:00:00Z' }],
      cases: [{ title: 'x', at: '2026-02-02T10:00:00Z' }],
    },
    evidence: [{ control: 'gate', newest: '2026-01-05', halfLifeDays: 30 }],
  }
  expect(due(over).reasons.map(({ kind, on }) => [kind, on])).toEqual([
    ['evidence', '2026-03-12'],
    ['calendar', '2026-08-09'],
  ])
})

test('one more thing that happened never moves a review later', () => {
  const day = fc.integer({ min: 1, max: 700 }).map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString())
  const event = fc.record({ title: fc.string(), at: day })
  fc.assert(
    fc.property(fc.array(event), event, fc.boolean(), (cases, more, grows) => {
      expect(due({ cases: [...cases, more], grows }).due <= due({ cases, grows }).due).toBe(true)
    }),
  )
})

test('what nobody stated is built in, marked so, and replaced by what somebody states', () => {
  expect(reckoned([])).toMatchObject({
    growth: { doublingDays: 131, factor: 1.5 },
    beta: { usual: 0.1, sharedModel: 0.3 },
  })
  const stated = {
    id: 'beta',
    title: 'β',
    value: 0.2,
    unit: 'share',
    source: 'measured',
    statedOn: '2026-03-01',
    expiresOn: '2026-09-01',
  }
  expect(reckoned([stated]).beta.usual).toBe(0.2)
  expect(assumptionsInForce([stated]).filter(({ id }) => id === 'beta')).toMatchObject([{ isBuiltIn: false }])
  expect(reckoned([{ ...stated, value: 7 }]).beta.usual).toBe(0.1)
})
