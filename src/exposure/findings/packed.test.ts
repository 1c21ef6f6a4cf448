import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Match, type Priority, verdicts } from '#core/vocabulary'
import {
  type PackedMatch,
  type PackedPriority,
  packMatch,
  packPriority,
  unpackMatch,
  unpackPriority,
} from './packed.ts'

const word = fc.string({ maxLength: 12 })
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const without = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T

const matches: fc.Arbitrary<Match> = fc.record({
  componentRef: word,
  vulnerabilityId: word,
  recordId: word,
  source: fc.constantFrom('nvd', 'cve', 'osv'),
  records: fc.array(fc.record({ source: fc.constant('nvd' as const), recordId: word }), { maxLength: 3 }),
  verdict: fc.constantFrom(...verdicts),
  method: fc.constantFrom('ecosystem', 'reported'),
  fixedVersions: fc.array(word, { maxLength: 3 }),
  fixState: fc.constantFrom('fixed', 'unknown'),
  reasons: fc.array(
    fc
      .record({ code: word, text: word, source: maybe(fc.constant('nvd' as const)), recordId: maybe(word) })
      .map(without),
    { maxLength: 4 },
  ),
})

const inputs = fc.record({
  point: word,
  label: word,
  value: word,
  valueLabel: word,
  basis: fc.constantFrom('observed', 'stated', 'inferred', 'assumed'),
  decisive: fc.boolean(),
  source: word,
  at: maybe(word),
  text: word,
})
const priorities = fc
  .record({
    table: word,
    tableName: maybe(word),
    outcome: word,
    outcomeLabel: word,
    urgency: fc.constantFrom('now', 'defer'),
    basis: fc.constantFrom('observed', 'assumed'),
    inputs: fc.array(inputs.map(without), { maxLength: 5 }),
    dueDays: maybe(fc.nat()),
    exploitation: fc.constantFrom('active', 'none'),
    epss: maybe(fc.record({ probability: fc.double({ noNaN: true }), date: word, modelVersion: word })),
    lev: maybe(fc.record({ probability: fc.nat(), windows: fc.nat(), windowsExpected: fc.nat() })),
    cvss: maybe(fc.record({ score: fc.nat(10), vector: word, version: word, by: word })),
    why: word,
  })
  .map(without) as fc.Arbitrary<Priority>

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

it('a match is read as it was, with what the columns say', () => {
  fc.assert(
    fc.property(matches, fc.boolean(), (match, hasRule) => {
      const column = hasRule ? null : match.vulnerabilityId
      const columns = { ...match, vulnerabilityId: column ?? 'rule' }
      expect(unpackMatch(stored(packMatch(match, column)), columnsOf(columns))).toEqual(stored(match))
    }),
  )
})

it('a decision is read as it was, with what the columns say', () => {
  fc.assert(
    fc.property(priorities, (priority) => {
      const { table, outcome, outcomeLabel, urgency, basis, exploitation, why } = priority
      const columns = { table, outcome, outcomeLabel, urgency, basis, exploitation, why }
      expect(unpackPriority(stored(packPriority(priority)), columns)).toEqual(stored(priority))
    }),
  )
})

it('what was stored whole before is read as it is', () => {
  fc.assert(
    fc.property(matches, priorities, (match, priority) => {
      const other = { ...columnsOf(match), vulnerabilityId: 'other', recordId: 'other' }
      expect(unpackMatch(stored(match) as PackedMatch, other)).toEqual(stored(match))
      expect(unpackPriority(stored(priority) as PackedPriority, { ...priority, why: 'other' })).toEqual(
        stored(priority),
      )
    }),
  )
})

function columnsOf({ vulnerabilityId, recordId, source, verdict, method, fixState }: Match) {
  return { vulnerabilityId, recordId, source, verdict, method, fixState }
}
