import { describe, expect, it } from 'vitest'
import type { NamedAsset, RelationKind, Standing, SurfaceAsset } from '#core/vocabulary'
import { networkList } from '../address.ts'
import { nameAsset } from '../asset-name.ts'
import { Surface } from './surface.ts'

type Step = [kind: RelationKind, from: string, to: string, by: string]

interface Told {
  steps: Step[]
  seeds?: string[]
  approved?: string[]
  rulings?: Record<string, Standing>
  /** Names that have records. */
  there?: string[]
}

function assetOf(text: string): NamedAsset {
  if (/^\d[\d.]*\/\d+$/.test(text)) return { kind: 'netblock', name: text }
  if (/^[\d.]+$/.test(text)) return { kind: 'ip-address', name: text }
  if (/^[A-Z]/.test(text)) return { kind: 'organisation', name: text }
  if (text.includes(':')) return { kind: 'service', name: text }
  return text.startsWith('cert-') ? { kind: 'certificate', name: text } : nameAsset(text)
}

/** How each asset is judged by these steps, whatever their order. */
function judged({ steps, seeds = ['shop.example'], approved = [], rulings = {}, there = [] }: Told) {
  const list = networkList(approved)
  const orders = [steps, steps.toReversed()].map((order) => {
    const surface = new Surface({
      seeds: seeds.map(assetOf),
      approves: (address) => list.check(address),
      approvesNetwork: (range) => approved.includes(range),
      ruling: ({ name }) => rulings[name],
    })
    const told = new Map<string, SurfaceAsset>()
    for (const [kind, from, to, by] of order) {
      surface.add({ kind, from: assetOf(from), to: assetOf(to), by, how: `${by} of ${from}`, confidence: 90 })
      for (const asset of surface.settle()) told.set(asset.asset.name, asset)
    }
    for (const [, from, to] of order)
      for (const end of [from, to]) if (!there.includes(`!${end}`)) surface.saw(assetOf(end))
    for (const asset of surface.settle()) told.set(asset.asset.name, asset)
    return told
  })
  const standings = orders.map((told) => Object.fromEntries([...told].map(([name, one]) => [name, one.standing])))
  expect(standings[1]).toEqual(standings[0])
  const found = orders[0]!
  return {
    standing: (name: string) => found.get(name)?.standing,
    confidence: (name: string) => found.get(name)?.confidence ?? 0,
    found,
  }
}

const cname: Step = ['dns_record', 'a.shop.example', 'x.host.test', 'dns-cname']
const registrant = (domain: string, organisation = 'Shop Ltd'): Step => [
  'registrant',
  domain,
  organisation,
  'rdap-registrant',
]

describe('whose a domain is', () => {
  it('that only serves ours: a third party’s', () => {
    const { standing } = judged({ steps: [cname] })
    expect([standing('host.test'), standing('x.host.test'), standing('a.shop.example')]).toEqual([
      'dependency',
      'dependency',
      'owned',
    ])
  })

  it('that serves ours and is registered to us: to be ruled on', () => {
    const { standing, confidence } = judged({ steps: [cname, registrant('shop.example'), registrant('host.test')] })
    expect(standing('host.test')).toBe('candidate')
    expect(confidence('host.test')).toBeGreaterThan(80)
  })

  it('that serves ours and is linked to by our pages stays a third party’s', () => {
    const { standing } = judged({
      steps: [
        cname,
        ['dns_record', 'shop.example', '192.0.2.1', 'dns-address'],
        ['port', '192.0.2.1', '192.0.2.1:80/tcp', 'open-port'],
        ['refers_to', '192.0.2.1:80/tcp', 'www.host.test', 'html-link'],
      ],
    })
    expect(standing('host.test')).toBe('dependency')
  })

  it('that a page merely links to is not told of', () => {
    const { found } = judged({
      approved: ['192.0.2.0/24'],
      steps: [
        ['dns_record', 'shop.example', '192.0.2.1', 'dns-address'],
        ['port', '192.0.2.1', '192.0.2.1:80/tcp', 'open-port'],
        ['refers_to', '192.0.2.1:80/tcp', 'www.social.test', 'html-link'],
      ],
    })
    expect(found.has('social.test')).toBe(false)
    expect(found.has('www.social.test')).toBe(false)
  })

  it('that stands in the certificate of a service of ours: to be ruled on, not likely by that alone', () => {
    const { standing, confidence } = judged({
      approved: ['192.0.2.0/24'],
      steps: [
        ['dns_record', 'shop.example', '192.0.2.1', 'dns-address'],
        ['port', '192.0.2.1', '192.0.2.1:443/tcp', 'open-port'],
        ['certificate', '192.0.2.1:443/tcp', 'cert-1', 'tls'],
        ['san_dns_name', 'cert-1', 'kiosk.test', 'cert-san'],
      ],
    })
    expect(standing('kiosk.test')).toBe('candidate')
    expect(confidence('kiosk.test')).toBeLessThan(50)
  })

  it('that another registered counts less, however many ways lead to it', () => {
    const txt: Step = ['refers_to', 'shop.example', 'kiosk.test', 'dns-txt']
    const ns: Step = ['dns_record', 'kiosk.test', 'ns.shop.example', 'dns-ns']
    const both = judged({ steps: [txt, ns] }).confidence('kiosk.test')
    const others = judged({ steps: [txt, ns, registrant('shop.example'), registrant('kiosk.test', 'Other GmbH')] })
    expect(both).toBeGreaterThan(60)
    expect(others.confidence('kiosk.test')).toBeLessThan(50)
  })

  it('that is one for the inside of networks is not told of', () => {
    const { found } = judged({
      approved: ['192.0.2.0/24'],
      steps: [
        ['dns_record', 'shop.example', '192.0.2.1', 'dns-address'],
        ['port', '192.0.2.1', '192.0.2.1:443/tcp', 'open-port'],
        ['certificate', '192.0.2.1:443/tcp', 'cert-1', 'tls'],
        ['san_dns_name', 'cert-1', 'kubernetes.default.svc', 'cert-san'],
        ['san_dns_name', 'cert-1', 'dc.ad.local', 'cert-san'],
      ],
    })
    expect([...found.keys()].filter((name) => /svc|local/.test(name))).toEqual([])
  })

  it('above a seed is not ours by that, below it all is', () => {
    const { standing } = judged({
      seeds: ['dev.big.test'],
      steps: [
        ['node', 'dev.big.test', 'x.dev.big.test', 'wordlist'],
        ['refers_to', 'dev.big.test', 'www.big.test', 'dns-txt'],
      ],
    })
    expect([standing('dev.big.test'), standing('x.dev.big.test')]).toEqual(['owned', 'owned'])
    expect(standing('www.big.test')).not.toBe('owned')
  })

  it('is what a person ruled, and so is all in it, to the nearest ruling', () => {
    const rulings: Record<string, Standing> = { 'host.test': 'owned', 'dev.shop.example': 'rejected' }
    const steps: Step[] = [
      cname,
      ['node', 'shop.example', 'x.dev.shop.example', 'ct'],
      ['node', 'shop.example', 'ok.shop.example', 'ct'],
    ]
    const { standing } = judged({ steps, rulings })
    expect([
      standing('host.test'),
      standing('x.host.test'),
      standing('x.dev.shop.example'),
      standing('ok.shop.example'),
    ]).toEqual(['owned', 'owned', 'rejected', 'owned'])
  })
})

describe('whose an address is', () => {
  const address = (name: string, to = '192.88.99.1'): Step => ['dns_record', name, to, 'dns-address']

  it.each<[string, Told, Standing]>([
    ['that is approved: ours', { steps: [address('shop.example')], approved: ['192.88.99.0/24'] }, 'owned'],
    ['that only names of ours have: ours', { steps: [address('shop.example'), address('www.shop.example')] }, 'owned'],
    [
      'that names of others have too: to be ruled on',
      { steps: [cname, address('shop.example'), address('x.host.test')] },
      'candidate',
    ],
    ['that only third parties have: theirs', { steps: [cname, address('x.host.test')] }, 'dependency'],
    [
      'that only names of ours have, in a network of others: to be ruled on',
      {
        steps: [
          registrant('shop.example'),
          address('shop.example'),
          ['contains', '192.88.99.0/24', '192.88.99.1', 'rdap-network'],
          registrant('192.88.99.0/24', 'Cloud Inc'),
        ],
      },
      'candidate',
    ],
    [
      'in a network that is registered to us: ours',
      {
        steps: [
          registrant('shop.example'),
          address('shop.example'),
          ['contains', '192.88.99.0/24', '192.88.99.1', 'rdap-network'],
          registrant('192.88.99.0/24'),
        ],
      },
      'owned',
    ],
  ])('%s', (_, told, standing) => expect(judged(told).standing('192.88.99.1')).toBe(standing))

  it('that leads nowhere from outside is told and never touched', () => {
    for (const inside of ['10.0.0.1', '192.168.0.9', '127.0.0.1', '169.254.169.254', '203.0.113.9'])
      expect(judged({ steps: [address('shop.example', inside)] }).standing(inside)).toBe('monitor-only')
  })
})

describe('what was said of a branch', () => {
  it('holds with its words, and tells of nothing that is not there', () => {
    const surface = new Surface({
      seeds: [assetOf('shop.example')],
      approves: () => false,
      ruling: () => undefined,
      said: ({ name }) =>
        name.endsWith('kiosk.test')
          ? {
              standing: 'owned',
              reason: 'Lies in kiosk.test, which is proven to be ours',
              isRuling: name === 'kiosk.test',
            }
          : undefined,
    })
    const link = (to: string) => ({ kind: 'refers_to' as const, from: assetOf('shop.example'), to: assetOf(to) })
    for (const to of ['there.kiosk.test', 'ghost.kiosk.test'])
      surface.add({ ...link(to), by: 'dns-txt', how: 'TXT', confidence: 90 })
    surface.saw(assetOf('there.kiosk.test'))
    const told = [...surface.settle()].map(({ asset, reason }) => `${asset.name}: ${reason}`)
    expect(told).toContain('there.kiosk.test: Lies in kiosk.test, which is proven to be ours')
    expect(told.filter((words) => words.includes('ghost'))).toEqual([])
  })
})

describe('whose a network is', () => {
  const named: Step = ['contains', 'AS64500', '192.88.99.0/24', 'as-network']
  it('that a number of ours announces: to be ruled on, until it is approved', () => {
    const standing = (approved: string[]) =>
      judged({ steps: [named], seeds: ['AS64500'], approved }).standing('192.88.99.0/24')
    expect([standing([]), standing(['192.88.99.0/24'])]).toEqual(['candidate', 'owned'])
  })
})

describe('a path', () => {
  it('is the surest and shortest from a seed, and does not go back from an address to what shares it', () => {
    const { found } = judged({
      approved: ['192.0.2.0/24'],
      steps: [
        ['dns_record', 'shop.example', '192.0.2.1', 'dns-address'],
        ['dns_record', 'kiosk.test', '192.0.2.1', 'dns-address'],
        ['refers_to', 'shop.example', 'kiosk.test', 'dns-txt'],
        ['node', 'shop.example', 'www.shop.example', 'wordlist'],
      ],
    })
    expect(found.get('kiosk.test')?.path.map(({ by }) => by)).toEqual(['dns-txt'])
    expect(found.get('www.shop.example')?.path.map(({ by }) => by)).toEqual(['wordlist'])
    expect(found.get('shop.example')?.path).toEqual([])
  })

  it('does not begin with the range that an address lies in, where a name leads there', () => {
    const { found } = judged({
      seeds: ['shop.example', '192.0.2.0/24'],
      steps: [
        ['contains', '192.0.2.0/24', '192.0.2.1', 'netblock'],
        ['node', 'shop.example', 'www.shop.example', 'wordlist'],
        ['dns_record', 'www.shop.example', '192.0.2.1', 'dns-address'],
      ],
    })
    expect(found.get('192.0.2.1')?.path.map(({ by }) => by)).toEqual(['wordlist', 'dns-address'])
  })

  it('leads over the organisation that registered both', () => {
    const { found } = judged({ steps: [registrant('shop.example'), registrant('kiosk.test')] })
    expect(found.get('kiosk.test')?.path.map(({ from, to }) => `${from.name} > ${to.name}`)).toEqual([
      'shop.example > Shop Ltd',
      'kiosk.test > Shop Ltd',
    ])
  })
})
