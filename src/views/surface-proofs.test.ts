import { expect, test } from 'vitest'
import type { Scope } from '#exposure/surface'
import { proofsOf, type SeedRow } from './surface-proofs.ts'

const made = { id: 'x', addresses: [], madeBy: 'ada', madeAt: '2026-11-01T00:00:00.000Z' }
const scope: Pick<Scope, 'ranges' | 'names' | 'proofs' | 'rulings'> = {
  ranges: [
    { ...made, kind: 'approval', range: '192.0.2.0/24', statement: 'our data centre' },
    { ...made, kind: 'approval', range: '192.0.0.0/16', statement: 'all of it' },
    {
      ...made,
      kind: 'exclusion',
      range: 'pay.shop.example',
      addresses: ['192.0.2.9'],
      statement: 'the provider asked',
    },
  ],
  names: [
    {
      ...{ name: 'www.shop.example', addresses: ['192.0.2.7'], waiting: [], approvedBy: 'bob' },
      ...{ approvedAt: made.madeAt, checkedAt: made.madeAt },
    },
  ],
  proofs: [
    {
      ...{ id: 'p', name: 'shop.example', method: 'dns-txt', token: 't', state: 'proven', askedBy: 'ada' },
      askedAt: made.madeAt,
    },
    {
      ...{ id: 'q', name: 'www.shop.example', method: 'well-known', token: 't', state: 'proven', askedBy: 'ada' },
      askedAt: made.madeAt,
    },
    {
      ...{ id: 'r', name: 'example', method: 'dns-txt', token: 't', state: 'waiting', askedBy: 'ada' },
      askedAt: made.madeAt,
    },
  ],
  rulings: [
    {
      ...{ kind: 'domain', naturalKey: 'sister.example', name: 'sister.example', standing: 'owned', branch: true },
      ...{ reason: 'bought in 2020', madeBy: 'eve', madeAt: made.madeAt },
    },
    {
      ...{
        kind: 'netblock',
        naturalKey: '198.51.100.0/24',
        name: '198.51.100.0/24',
        standing: 'rejected',
        branch: true,
      },
      ...{ madeBy: 'eve', madeAt: made.madeAt },
    },
  ],
}
const seeds: SeedRow[] = [{ kind: 'domain', name: 'shop.example', by: 'ada', at: made.madeAt }]

const said = (kind: Parameters<typeof proofsOf>[0]['kind'], name: string, more: object = {}) =>
  proofsOf(
    { kind, name, naturalKey: name, standing: 'owned', confidence: 70, reason: 'Only names of ours have it', ...more },
    scope,
    seeds,
  ).map(({ words, by, because }) => [words, by, because].filter(Boolean).join(' | '))

test.each([
  [
    'ip-address',
    '192.0.2.7',
    [
      'Lies in the approved range 192.0.2.0/24 | ada | our data centre',
      'Lies in the approved range 192.0.0.0/16 | ada | all of it',
      'Approved as an address of www.shop.example | bob',
    ],
  ],
  [
    'service',
    '192.0.2.8:443/tcp',
    [
      'Lies in the approved range 192.0.2.0/24 | ada | our data centre',
      'Lies in the approved range 192.0.0.0/16 | ada | all of it',
    ],
  ],
  ['ip-address', '198.51.100.9', ['Lies in 198.51.100.0/24, which was ruled rejected | eve']],
  [
    'hostname',
    'www.shop.example',
    [
      'Proven by a file on its web server | ada',
      'Lies in shop.example, which is proven by a DNS record | ada',
      'Lies in shop.example, a seed | ada',
    ],
  ],
  [
    'hostname',
    'a.www.shop.example',
    ['Lies in shop.example, which is proven by a DNS record | ada', 'Lies in shop.example, a seed | ada'],
  ],
  ['domain', 'shop.example', ['Proven by a DNS record | ada', 'Named as a seed | ada']],
  ['hostname', 'b.sister.example', ['Lies in sister.example, which was ruled owned | eve | bought in 2020']],
  [
    'netblock',
    '192.0.2.0/24',
    ['Approved as a range | ada | our data centre', 'Lies in the approved range 192.0.0.0/16 | ada | all of it'],
  ],
  ['netblock', '198.51.100.0/24', ['Ruled rejected | eve']],
  ['ip-address', '203.0.113.1', ['Only names of ours have it']],
] as const)('%s %s: the strongest proof first', (kind, name, proofs) => expect(said(kind, name)).toEqual(proofs))

test('an address of an excluded name says so before the range that it lies in', () =>
  expect(said('ip-address', '192.0.2.9')[0]).toBe(
    'Excluded from every probe with pay.shop.example | ada | the provider asked',
  ))

test('a certificate is whose the service is that presents it; a candidate also says what discovery makes of it', () => {
  const holder = { kind: 'service', name: '192.0.2.8:443/tcp' } as const
  expect(said('certificate', 'ab12', { holder })[0]).toContain('approved range 192.0.2.0/24')
  expect(said('domain', 'shop.example', { standing: 'candidate' }).at(-1)).toBe('Only names of ours have it')
})
