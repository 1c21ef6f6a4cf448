import { expect, test } from 'vitest'
import { keptOutBy, openedSince, ruledOutSince, takenInSince } from './ruling-effect.ts'
import type { Scope, ScopeRuling } from './scope.ts'

const none: Scope = { version: 1, seeds: [], ranges: [], names: [], proofs: [], rulings: [] }
const [before, then, after] = ['2026-08-01T00:00:00Z', '2026-08-02T00:00:00Z', '2026-08-03T00:00:00Z'] as const
const ruling = (standing: ScopeRuling['standing'], name: string): ScopeRuling => ({
  ...{ kind: 'domain', naturalKey: name, name, standing, branch: true, madeBy: 'ada', madeAt: then },
})
const shop = { kind: 'hostname', name: 'www.sister.example' } as const
const address = { kind: 'ip-address', name: '198.51.100.7' } as const

test('a word counts for what hangs on it, as long as that was not seen since', () => {
  const rejected = { ...none, rulings: [ruling('rejected', 'sister.example')] }
  expect(ruledOutSince(rejected)([address, shop], before)?.name).toBe('sister.example')
  expect(ruledOutSince(rejected)([address, shop], after)).toBeUndefined()
  expect(ruledOutSince(rejected)([address], before)).toBeUndefined()
  expect(takenInSince(rejected)([shop], before)).toBeUndefined()
  const owned = { ...none, rulings: [ruling('owned', 'sister.example')] }
  expect(takenInSince(owned)([shop], before)?.name).toBe('sister.example')
})

test('the nearest word counts', () => {
  const scope = { ...none, rulings: [ruling('rejected', 'example'), ruling('owned', 'sister.example')] }
  expect(ruledOutSince(scope)([shop], before)).toBeUndefined()
  expect([keptOutBy(scope)(shop.name), keptOutBy(scope)('other.example')]).toEqual([false, true])
})

test('an address was opened by the approval that was made since, exclusions aside', () => {
  const range = (kind: 'approval' | 'exclusion', text: string, madeAt: string) => ({
    ...{ id: text, kind, range: text, addresses: [], statement: '', madeBy: 'ada', madeAt },
  })
  const ranges = [
    range('approval', '192.0.2.0/24', before),
    range('approval', '198.51.100.0/24', after),
    range('exclusion', '198.51.100.9', before),
  ]
  const openedBy = openedSince({ ...none, ranges }, then)
  expect(['192.0.2.1', '198.51.100.7', '198.51.100.9'].map(openedBy)).toEqual([undefined, '198.51.100.0/24', undefined])
})
