import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  filterHint,
  filterProblem,
  findingFilterKeys,
  foldsPlaces,
  formatFilter,
  hasTerm,
  parseFilter,
  toggleTerm,
} from './filter.ts'

describe('a filter', () => {
  it('is terms and words', () => {
    expect(parseFilter('decision:now,soon -kev:no asset:"web shop" openssl 3.0')).toEqual({
      terms: [
        { key: 'decision', values: ['now', 'soon'], not: false },
        { key: 'kev', values: ['no'], not: true },
        { key: 'asset', values: ['web shop'], not: false },
      ],
      text: 'openssl 3.0',
    })
  })

  it('is any text', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(parseFilter(text).terms)))
  })

  it('reads back what it writes', () => {
    const value = fc
      .string({ minLength: 1 })
      .map((text) => text.replace(/["\s]+/g, ' '))
      .filter((text) => text.trim() !== '')
    const term = fc.record({
      key: fc.constantFrom('decision', 'asset', 'owner'),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
      not: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(term, { maxLength: 4 }), (terms) => {
        expect(parseFilter(formatFilter({ terms, text: 'openssl' }))).toEqual({ terms, text: 'openssl' })
      }),
    )
  })

  it('gains a value at the first press of a chip and loses it at the second', () => {
    const once = toggleTerm('kev:yes log4j', 'decision', 'now')
    expect(once).toBe('kev:yes decision:now log4j')
    expect(hasTerm(once, 'decision', 'now')).toBe(true)
    expect(toggleTerm(once, 'decision', 'now')).toBe('kev:yes log4j')
  })
})

describe('what a filter cannot ask', () => {
  it.each([
    ['verdct:affected', 'Did you mean "verdict"?'],
    ['severity:high', 'There are decision, kind'],
    ['decision:nwo', '"decision" is one of now, soon, scheduled, defer; "nwo" is none of them.'],
    ['-kev:maybe', '"kev" is one of yes, no, unknown'],
    ['pkg:npm/left', 'put it in quotes'],
    ['decision: now', '"decision:" needs a value right behind the colon: now, soon'],
    ['asset:', '"asset:" needs a value'],
  ])('%s is told with what would work', (filter, words) => {
    expect(filterProblem(filter, findingFilterKeys)).toContain(words)
  })

  it.each([
    '',
    'openssl 3.0',
    'decision:now,SOON -kev:no asset:"web shop"',
    'ecosystem:anything',
    'Decision:Now',
    '"pkg:npm/left"',
  ])('%s is fine', (filter) => {
    expect(filterProblem(filter, findingFilterKeys)).toBeUndefined()
  })
})

test('a word that is also the name of a filter of few words is told so', () => {
  const hint = (filter: string) => filterHint(filter, findingFilterKeys)
  expect(hint('decision:now kev')).toBe('"kev" is searched as text. As a filter: kev:yes, kev:no, kev:unknown.')
  expect(hint('KEV log4j')).toContain('kev:yes')
  for (const plain of ['', 'log4j', 'kev:yes', '"kev"', 'asset', 'toString'])
    expect([plain, hint(plain)]).toEqual([plain, undefined])
})

test('places have one row each unless the filter asks for assets by themselves', () => {
  for (const filter of ['', 'decision:now', 'technology:nginx port:443'])
    expect([filter, foldsPlaces(filter)]).toEqual([filter, true])
  for (const filter of ['kind:hostname', 'standing:owned', 'vpn', '-port:443'])
    expect([filter, foldsPlaces(filter)]).toEqual([filter, false])
})
