import { expect, test } from 'vitest'
import type { SurfaceChange } from './changes.ts'
import { changesSpoken, type NoticeRule, noticeAsset, tellerOf } from './notice-rule.ts'

const change = (over: Partial<SurfaceChange> = {}): SurfaceChange => ({
  ...{ kind: 'record', change: 'changed', asset: { kind: 'hostname', name: 'www.example.com' }, subject: 'A' },
  ...over,
})
const rule = (over: Partial<NoticeRule>): NoticeRule => ({ kind: '*', change: '*', asset: '*', tell: 'none', ...over })

test('where nobody said anything, what opens a door is told at once and what moved waits for the digest', () => {
  const tell = tellerOf([])
  expect(tell(change({ kind: 'weakness', change: 'new' }))).toBe('instant')
  expect(tell(change({ kind: 'port', change: 'new' }))).toBe('instant')
  expect(tell(change())).toBe('digest')
  expect(tell(change({ kind: 'port', change: 'vanished' }))).toBe('digest')
})

test('the narrowest rule decides: the asset before the kind, the kind before the change', () => {
  const tell = tellerOf([
    rule({ asset: 'example.com', tell: 'none' }),
    rule({ asset: 'www.example.com', kind: 'record', tell: 'instant' }),
    rule({ change: 'vanished', tell: 'none' }),
    rule({ kind: 'port', tell: 'digest' }),
  ])
  expect(tell(change())).toBe('instant')
  expect(tell(change({ asset: { kind: 'hostname', name: 'mail.example.com' } }))).toBe('none')
  expect(tell(change({ asset: { kind: 'hostname', name: 'notexample.com' } }))).toBe('digest')
  const address = { kind: 'ip-address', name: '192.0.2.7' } as const
  expect(tell(change({ kind: 'port', change: 'vanished', asset: address }))).toBe('digest')
})

test('a rule of a range is about the addresses in it, the smaller range first', () => {
  const tell = tellerOf([rule({ asset: '192.0.2.0/24' }), rule({ asset: '192.0.2.0/28', tell: 'instant' })])
  const at = (name: string) => tell(change({ asset: { kind: 'ip-address', name } }))
  expect([at('192.0.2.7'), at('192.0.2.70'), at('192.0.3.7')]).toEqual(['instant', 'none', 'digest'])
})

test.each([
  ['weakness:new', { kind: 'weakness', change: 'new' }],
  ['port', { kind: 'port', change: '*' }],
  ['*', { kind: '*', change: '*' }],
  ['ports', undefined],
  ['port:open', undefined],
  ['port:new:x', undefined],
])('%s speaks of %j', (text, spoken) => expect(changesSpoken(text)).toEqual(spoken))

test('a rule is about what may be an asset, and nothing else', () => {
  const said = (text: string) => {
    const asset = noticeAsset(text)
    return asset.ok ? asset.value : asset.error.code
  }
  const assets = ['*', 'www.example.com', '192.0.2.7', '2001:db8::/32', '192.0.2.7:443/tcp', 'as64500', 'ab'.repeat(32)]
  expect(assets.map(said)).toEqual(assets)
  expect(said(' Example.COM ')).toBe('example.com')
  expect(['not an asset!', '', 'example', '192.0.2.300'].map(said)).toEqual(Array(4).fill('no-such-range'))
})
