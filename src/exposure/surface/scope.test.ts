import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Standing } from '#core/vocabulary'
import {
  addressesInScope,
  approvableRange,
  excludable,
  isName,
  isProven,
  reconcileAddresses,
  rulingsOf,
  type ScopeProof,
  type ScopeRange,
  type ScopeRuling,
} from './scope.ts'
import { seedsOf } from './seed.ts'

const words = { statement: 'ours', madeBy: 'ada', madeAt: '2026-08-01T00:00:00Z', addresses: [] }
const range = (kind: ScopeRange['kind'], text: string, addresses: string[] = []): ScopeRange => ({
  ...words,
  ...{ id: text, kind, range: text, addresses },
})
const name = (text: string, addresses: string[]) => ({
  ...{ name: text, addresses, waiting: [], approvedBy: 'ada', approvedAt: '', checkedAt: '' },
})
const proof = (text: string, method: ScopeProof['method'], state: ScopeProof['state'] = 'proven'): ScopeProof => ({
  ...{ id: text, name: text, method, token: 't', state, askedBy: 'ada', askedAt: '' },
})
const ruling = (
  kind: ScopeRuling['kind'],
  text: string,
  standing: ScopeRuling['standing'],
  branch = true,
): ScopeRuling => ({
  ...{ kind, naturalKey: text, name: text, standing, branch, madeBy: 'ada', madeAt: '' },
})
const nothing = { rulings: [], proofs: [], ranges: [] }

describe('addresses in scope', () => {
  it('proving a name approves no address', () => {
    const scope = addressesInScope({ ranges: [], names: [] })
    expect(scope.judge('8.8.8.8').approved).toBe(false)
  })

  it('a range by hand and the addresses of a name are approved; exclusions win', () => {
    const scope = addressesInScope({
      ranges: [
        range('approval', '8.8.8.0/24'),
        range('exclusion', '8.8.8.8'),
        range('exclusion', 'pay.example.com', ['9.9.9.9']),
      ],
      names: [name('shop.example.com', ['9.9.9.9', '9.9.9.10'])],
    })
    const approved = (address: string) => scope.judge(address).approved
    expect(['8.8.8.7', '9.9.9.10', '8.8.8.8', '9.9.9.9', '9.9.9.11'].map(approved)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('a name that leads into the inner network approves nothing there', () => {
    const scope = addressesInScope({ ranges: [], names: [name('vpn.example.com', ['10.0.0.1', '127.0.0.1'])] })
    expect([scope.judge('10.0.0.1').approved, scope.judge('127.0.0.1').approved]).toEqual([false, false])
  })
})

describe('an approval of the addresses a name has now', () => {
  it('loses what the name lost, and lets what is new wait', () => {
    const known = { addresses: ['9.9.9.1', '9.9.9.2'], waiting: [] }
    expect(reconcileAddresses(known, ['9.9.9.2', '9.9.9.3'])).toEqual({
      addresses: ['9.9.9.2'],
      waiting: ['9.9.9.3'],
      isChanged: true,
    })
    expect(reconcileAddresses(known, ['9.9.9.2', '9.9.9.1']).isChanged).toBe(false)
  })

  it('never approves what nobody approved', () => {
    const addresses = fc.array(fc.ipV4(), { maxLength: 5 })
    fc.assert(
      fc.property(addresses, addresses, (approved, now) => {
        for (const address of reconcileAddresses({ addresses: approved, waiting: [] }, now).addresses)
          expect(approved).toContain(address)
      }),
    )
  })
})

describe('rulings', () => {
  it('hold for seeds and what lies in them, whichever of them a run starts from, and say so', () => {
    const seeds = [
      { kind: 'domain', name: 'example.com' },
      { kind: 'netblock', name: '198.51.100.0/24' },
    ] as const
    const said = (rulings: Parameters<typeof rulingsOf>[0]['rulings']) =>
      rulingsOf({ rulings, proofs: [], ranges: [], seeds: [...seeds] })
    const www = { kind: 'hostname', name: 'www.example.com' } as const
    expect(said([]).word(www)).toEqual({
      ...{
        standing: 'owned',
        reason: 'Lies in example.com, which is named as a seed, not proven yet',
        of: 'example.com',
        isRuling: false,
      },
    })
    expect(said([]).word(seeds[1])).toMatchObject({ standing: 'owned', reason: 'Named as a seed, not proven yet' })
    expect(said([]).word({ kind: 'ip-address', name: '198.51.100.7' })).toBeUndefined()
    const approval = {
      id: 'a',
      kind: 'approval' as const,
      range: '198.51.100.0/24',
      addresses: [],
      statement: '',
      madeBy: 'ada',
    }
    const ranges = [{ ...approval, madeAt: '2026-08-01T00:00:00Z' }]
    expect(rulingsOf({ rulings: [], proofs: [], ranges, seeds: [...seeds] }).word(seeds[1])).toBeUndefined()
    const ruling = {
      ...www,
      naturalKey: www.name,
      standing: 'rejected',
      branch: true,
      madeBy: 'ada',
      madeAt: '',
    } as const
    expect(said([ruling]).word(www)).toEqual({
      ...{ standing: 'rejected', reason: 'Ruled so by a person', of: 'www.example.com', isRuling: true },
    })
  })

  const cases: [string, Parameters<typeof rulingsOf>[0], [ScopeRuling['kind'], string], Standing | undefined][] = [
    ['nobody said anything', nothing, ['hostname', 'a.example.com'], undefined],
    [
      'of the name itself',
      { ...nothing, rulings: [ruling('hostname', 'a.example.com', 'owned', false)] },
      ['hostname', 'A.example.com.'],
      'owned',
    ],
    [
      'a domain is the hostname of that name',
      { ...nothing, rulings: [ruling('domain', 'example.com', 'owned')] },
      ['hostname', 'example.com'],
      'owned',
    ],
    [
      'of the branch',
      { ...nothing, rulings: [ruling('domain', 'example.com', 'rejected')] },
      ['hostname', 'x.y.example.com'],
      'rejected',
    ],
    [
      'of a branch that is none',
      { ...nothing, rulings: [ruling('domain', 'example.com', 'rejected', false)] },
      ['hostname', 'y.example.com'],
      undefined,
    ],
    [
      'a name that only ends alike',
      { ...nothing, rulings: [ruling('domain', 'example.com', 'rejected')] },
      ['hostname', 'notexample.com'],
      undefined,
    ],
    [
      'the nearest branch decides',
      {
        ...nothing,
        rulings: [ruling('domain', 'example.com', 'owned'), ruling('hostname', 'saas.example.com', 'dependency')],
      },
      ['hostname', 'a.saas.example.com'],
      'dependency',
    ],
    [
      'a service follows its address',
      { ...nothing, rulings: [ruling('netblock', '8.8.8.0/24', 'owned')] },
      ['service', '8.8.8.8:443/tcp'],
      'owned',
    ],
    [
      'the smallest network decides',
      {
        ...nothing,
        rulings: [ruling('netblock', '8.8.0.0/16', 'owned'), ruling('netblock', '8.8.8.0/24', 'rejected')],
      },
      ['ip-address', '8.8.8.8'],
      'rejected',
    ],
    [
      'an address page follows its address’s host',
      { ...nothing, rulings: [ruling('domain', 'example.com', 'owned')] },
      ['url', 'https://www.example.com/a'],
      'owned',
    ],
    [
      'a proven domain is owned with all below',
      { ...nothing, proofs: [proof('example.com', 'dns-txt')] },
      ['hostname', 'a.example.com'],
      'owned',
    ],
    [
      'a proof that waits is none',
      { ...nothing, proofs: [proof('example.com', 'dns-txt', 'waiting')] },
      ['hostname', 'a.example.com'],
      undefined,
    ],
    [
      'a file proves its host alone',
      { ...nothing, proofs: [proof('example.com', 'well-known')] },
      ['hostname', 'a.example.com'],
      undefined,
    ],
    [
      'a person’s word stands over a proof',
      {
        ...nothing,
        proofs: [proof('example.com', 'dns-txt')],
        rulings: [ruling('hostname', 'a.example.com', 'rejected')],
      },
      ['hostname', 'b.a.example.com'],
      'rejected',
    ],
    [
      'an excluded name stands apart whatever was ruled',
      {
        ...nothing,
        ranges: [range('exclusion', 'pay.example.com')],
        rulings: [ruling('hostname', 'a.pay.example.com', 'owned')],
      },
      ['hostname', 'a.pay.example.com'],
      'excluded',
    ],
  ]
  it.each(cases)('%s', (_why, scope, [kind, text], standing) =>
    expect(rulingsOf(scope).ruling({ kind, name: text })).toBe(standing),
  )
})

it('a name is proven by itself or from above, never from below', () => {
  const proofs = [proof('a.example.com', 'attestation'), proof('b.example.com', 'well-known')]
  expect(
    ['a.example.com', 'x.a.example.com', 'example.com', 'b.example.com', 'x.b.example.com'].map((text) =>
      isProven(text, proofs),
    ),
  ).toEqual([true, true, false, true, false])
})

it.each([
  ['example.com', true],
  ['_dmarc.example.com', true],
  ['192.0.2.1', false],
  ['192.0.2.0/24', false],
  ['localhost', false],
  ['a b.example', false],
  ['-a.example.com', false],
])('%s as a name: %s', (text, is) => expect(isName(text)).toBe(is))

test.each([
  ['198.51.100.0/24', '198.51.100.0/24'],
  ['198.51.0.0/16', '198.51.0.0/16'],
  ['198.51.100.7', '198.51.100.7'],
  ['198.51.100.1-198.51.100.9', '198.51.100.1-198.51.100.9'],
  ['2001:db8::/32', '2001:db8::/32'],
  ['0.0.0.0/0', 'range-too-wide'],
  ['::/0', 'range-too-wide'],
  ['198.0.0.0/8', 'range-too-wide'],
  ['198.51.0.0-198.52.0.0', 'range-too-wide'],
  ['198.51.100.7/24', 'no-such-range'],
  ['10.0.0.0/4', 'no-such-range'],
  ['example.com', 'no-such-range'],
])('one slip approves no more than an organisation has: %s', (text, expected) => {
  const range = approvableRange(text)
  expect(range.ok ? range.value.text : range.error.code).toBe(expected)
})

test('an exclusion may be as wide as anybody likes, and is refused where nobody knows how wide it was meant', () => {
  const said = (text: string) => {
    const range = excludable(text)
    return range.ok ? range.value.text : range.error.message
  }
  expect(['198.0.0.0/8', '198.51.100.7', 'pay.example.com'].map(said)).toEqual([
    '198.0.0.0/8',
    '198.51.100.7',
    'pay.example.com',
  ])
  expect(said('198.10.0.0/8')).toBe(
    '198.10.0.0/8 starts inside of 198.0.0.0/8: write that network, or 198.10.0.0 alone',
  )
  expect(said('198.51.100.300')).toContain('is no range and no name')
})

test.each([
  ['Example.com.', 'domain example.com'],
  ['198.51.100.7', 'ip-address 198.51.100.7'],
  ['198.51.100.0/24', 'netblock 198.51.100.0/24'],
  ['as64500', 'autonomous-system AS64500'],
  ['Fleet A/S', 'organisation Fleet A/S'],
  ['3M', 'organisation 3M'],
  ['198.51.100.0/99', 'no-such-range'],
  ['198.51.100.0-198', 'no-such-range'],
  ['2001:db8::/129', 'no-such-range'],
  ['198.0.0.0/8', 'range-too-wide'],
  [' ', 'no-such-seed'],
])('a slip in a seed is told, not taken for the name of an organisation: %s', (text, expected) => {
  const seeds = seedsOf([text])
  expect(seeds.ok ? `${seeds.value[0]?.kind} ${seeds.value[0]?.name}` : seeds.error.code).toBe(expected)
})
