import { expect, test } from 'vitest'
import type { NamedAsset } from '#core/vocabulary'
import { effectOfExclusion } from './exclusion-effect.ts'
import type { ScopeName, ScopeRange } from './scope.ts'

const range = (id: string, kind: ScopeRange['kind'], text: string, addresses: string[] = []): ScopeRange => ({
  ...{ id, kind, range: text, addresses, statement: '', madeBy: 'ada', madeAt: '2026-08-01T00:00:00Z' },
})
const approved = (name: string, ...addresses: string[]): ScopeName => ({
  ...{ name, addresses, waiting: [], approvedBy: 'ada', approvedAt: '', checkedAt: '' },
})
const seen: NamedAsset[] = [
  { kind: 'hostname', name: 'pay.example.com' },
  { kind: 'hostname', name: 'www.example.com' },
  { kind: 'ip-address', name: '198.51.100.7' },
  { kind: 'service', name: '198.51.100.7:443/tcp' },
  { kind: 'ip-address', name: '9.9.9.9' },
]

test('an exclusion says what is looked at no more by it, and which approvals it overrides', () => {
  const name = range('a', 'exclusion', 'pay.example.com', ['198.51.100.7'])
  const scope = { ranges: [range('b', 'approval', '198.51.100.0/24'), name], names: [approved('pay.example.com')] }
  expect(effectOfExclusion(name, scope, seen)).toEqual({ assets: 3, approvals: ['198.51.100.0/24'] })
  const address = range('c', 'exclusion', '9.9.9.9')
  const names = [approved('shop.example.com', '9.9.9.9'), approved('www.example.com', '9.9.9.10')]
  expect(effectOfExclusion(address, { ranges: [address], names }, seen)).toEqual({
    ...{ assets: 1, approvals: ['shop.example.com'] },
  })
})

test('what another exclusion keeps out already, this one does not', () => {
  const [wide, narrow] = [range('a', 'exclusion', '198.51.100.0/24'), range('b', 'exclusion', '198.51.100.7')]
  expect(effectOfExclusion(narrow, { ranges: [wide, narrow], names: [] }, seen)).toEqual({ assets: 0, approvals: [] })
})

test('what nobody had approved was never looked at, and is not counted', () => {
  const all = range('a', 'exclusion', '::/0')
  const own = range('b', 'approval', '2001:db8::/64')
  const told: NamedAsset[] = [
    { kind: 'ip-address', name: '2001:db8:1::7' },
    { kind: 'service', name: '[2001:db8:1::7]:443/tcp' },
    { kind: 'ip-address', name: '2001:db8::7' },
  ]
  expect(effectOfExclusion(all, { ranges: [all], names: [] }, told).assets).toBe(0)
  expect(effectOfExclusion(all, { ranges: [own, all], names: [] }, told).assets).toBe(1)
})
