import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DecisionTable, decide, findMonotonicityBreaks, publishedTables } from '../index.ts'
import { parseDecisionTable } from './index.ts'

const bod = publishedTables.get('cisa:DT_BOD2604:1.0.0') as DecisionTable
const tables = [...publishedTables.values()]

function bodInputs(kev?: string, exposed?: string, automatable?: string, impact?: string) {
  return { 'cisa:KEV:1.0.0': kev, 'cisa:PE:1.0.0': exposed, 'ssvc:A:2.0.0': automatable, 'ssvc:TI:1.0.0': impact }
}

/** The published shape of a table with one point. */
function published(mapping: Record<string, string>[]) {
  const point = (key: string) => ({
    namespace: 'own',
    key,
    version: '1.0.0',
    name: key,
    values: [
      { key: 'L', name: 'Low' },
      { key: 'H', name: 'High' },
    ],
  })
  return {
    namespace: 'own',
    key: 'T1',
    version: '1.0.0',
    name: 'Own',
    schemaVersion: '2.0.0',
    decision_points: { in: point('IN'), out: point('OUT') },
    outcome: 'own:OUT:1.0.0',
    mapping,
  }
}

describe('decision tables', () => {
  it.each([
    ['N', 'N', 'N', 'P', 'FSU'],
    ['Y', 'N', 'N', 'P', '14D'],
    ['N', 'Y', 'Y', 'T', '3D'],
    ['Y', 'Y', 'N', 'T', '3DF'],
  ])('BOD 26-04: KEV %s, exposed %s, automatable %s, impact %s means %s', (kev, exposed, automatable, impact, key) => {
    expect(decide(bod, bodInputs(kev, exposed, automatable, impact)).outcome.key).toBe(key)
  })

  it('an unknown input takes the most urgent branch and says so', () => {
    const decision = decide(bod, bodInputs('N', 'Y', undefined, 'P'))
    expect(decision.outcome.key).toBe('14D')
    expect(decision.possible.map((value) => value.key)).toEqual(['60D', '14D'])
    expect(decision.assumed).toEqual(['ssvc:A:2.0.0'])
    expect(decision.used['ssvc:A:2.0.0']).toBe('Y')
  })

  it('an unknown input that changes nothing leaves one outcome', () => {
    const decision = decide(bod, bodInputs('N', 'N', 'N', undefined))
    expect(decision.possible.map((value) => value.key)).toEqual(['FSU'])
    expect(decision.decisive).not.toContain('ssvc:TI:1.0.0')
  })

  it('less knowledge never lowers the outcome', () => {
    const inputs = fc
      .constantFrom(...tables)
      .chain((table) =>
        fc.tuple(
          fc.constant(table),
          fc.tuple(...table.points.map((point) => fc.constantFrom(...point.values.map((value) => value.key)))),
          fc.nat(table.points.length - 1),
        ),
      )
    fc.assert(
      fc.property(inputs, ([table, keys, hidden]) => {
        const known = Object.fromEntries(table.points.map((point, index) => [point.id, keys[index]]))
        const full = decide(table, known)
        const less = decide(table, { ...known, [table.points[hidden]?.id ?? '']: undefined })
        const rank = (key: string) => table.outcome.values.findIndex((value) => value.key === key)
        expect(rank(less.outcome.key)).toBeGreaterThanOrEqual(rank(full.outcome.key))
        expect(less.possible).toContainEqual(full.outcome)
      }),
    )
  })

  it.each(tables.map((table) => [table.id, table] as const))(
    '%s never lowers its outcome on a worse input',
    (_, table) => {
      expect(findMonotonicityBreaks(table)).toEqual([])
    },
  )

  it('reads an own table and finds where a worse input lowers it', () => {
    const rows = [
      { 'own:IN:1.0.0': 'L', 'own:OUT:1.0.0': 'H' },
      { 'own:IN:1.0.0': 'H', 'own:OUT:1.0.0': 'L' },
    ]
    const table = parseDecisionTable(published(rows))
    expect(table.ok && findMonotonicityBreaks(table.value)).toEqual([{ point: 'own:IN:1.0.0', from: ['L'], to: ['H'] }])
  })

  it.each([
    ['a gap', [{ 'own:IN:1.0.0': 'L', 'own:OUT:1.0.0': 'H' }]],
    ['an unknown value', [{ 'own:IN:1.0.0': 'X', 'own:OUT:1.0.0': 'H' }]],
    [
      'a contradiction',
      [
        { 'own:IN:1.0.0': 'L', 'own:OUT:1.0.0': 'H' },
        { 'own:IN:1.0.0': 'L', 'own:OUT:1.0.0': 'L' },
      ],
    ],
  ])('refuses a table with %s', (_, rows) => expect(parseDecisionTable(published(rows)).ok).toBe(false))

  it('no JSON makes the reader throw', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => void parseDecisionTable(json)))
  })
})
