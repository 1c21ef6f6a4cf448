import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueOf, obligationRules, rulesOn } from './index.ts'

const brussels = { timeZone: 'Europe/Brussels', holidays: [] }
const rule = (id: string) => obligationRules.find((one) => one.id === id)!

test.each([
  // M8, from Friday 2026-03-27, 10:00 in Brussels; clocks go forward on Sunday the 29th.
  ['gdpr-33', '2026-03-27T09:00:00Z', '2026-03-30T09:00:00.000Z', '2026-03-30T09:00:00.000Z'],
  ['nis2-early', '2026-03-27T09:00:00Z', '2026-03-28T09:00:00.000Z', '2026-03-28T09:00:00.000Z'],
  ['ai-act-73-widespread', '2026-03-27T09:00:00Z', '2026-03-29T21:59:59.999Z', '2026-03-30T21:59:59.999Z'],
  ['ai-act-73-serious', '2026-03-27T09:00:00Z', '2026-04-11T21:59:59.999Z', '2026-04-13T21:59:59.999Z'],
  ['nis2-final', '2026-01-31T09:00:00Z', '2026-02-28T22:59:59.999Z', '2026-03-02T22:59:59.999Z'],
  // Back on Sunday 2026-10-25: the day has 25 hours.
  ['ai-act-73-death', '2026-10-15T09:00:00Z', '2026-10-25T22:59:59.999Z', '2026-10-26T22:59:59.999Z'],
])('%s from %s is due %s, at the latest %s', (id, start, due, latest) => {
  expect(dueOf(rule(id), start, brussels)).toEqual({ due, latest })
})

test('shortly before midnight the day that counts is that of the authority', () => {
  expect(dueOf(rule('ai-act-73-widespread'), '2026-08-03T22:30:00Z', brussels).due).toBe('2026-08-06T21:59:59.999Z')
  expect(dueOf(rule('ai-act-73-widespread'), '2026-08-03T21:30:00Z', brussels).due).toBe('2026-08-05T21:59:59.999Z')
})

test('holidays move the latest, never the day itself', () => {
  const easter = { ...brussels, holidays: ['2026-04-06'] }
  expect(dueOf(rule('ai-act-73-widespread'), '2026-04-03T09:00:00Z', easter)).toEqual({
    ...{ due: '2026-04-05T21:59:59.999Z', latest: '2026-04-07T21:59:59.999Z' },
  })
  const working = { deadline: 2, unit: 'working-days' } as const
  expect(dueOf(working, '2026-04-02T09:00:00Z', easter).due).toBe('2026-04-07T21:59:59.999Z')
})

test('a later start is never due earlier, in any zone, and the latest never comes before the day', () => {
  const zone = fc.constantFrom(
    'Europe/Brussels',
    'America/Santiago',
    'Asia/Kolkata',
    'Pacific/Apia',
    'Africa/Cairo',
    'UTC',
  )
  const start = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) })
  fc.assert(
    fc.property(zone, start, fc.nat(1_000_000_000), fc.constantFrom(...obligationRules), (timeZone, at, more, one) => {
      const calendar = { timeZone, holidays: [] }
      const first = dueOf(one, new Date(at).toISOString(), calendar)
      const second = dueOf(one, new Date(at + more).toISOString(), calendar)
      expect(second.due >= first.due && first.latest >= first.due && first.due > new Date(at).toISOString()).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('the newest version that applies on a day counts', () => {
  const later = { ...rule('gdpr-33'), version: 2, from: '2027-01-01', deadline: 96 }
  const all = [...obligationRules, later]
  expect(rulesOn('2026-12-31', all).find(({ id }) => id === 'gdpr-33')?.deadline).toBe(72)
  expect(rulesOn('2027-01-01', all).find(({ id }) => id === 'gdpr-33')?.deadline).toBe(96)
  expect(rulesOn('2026-08-01', all).some(({ id }) => id.startsWith('ai-act'))).toBe(false)
})
