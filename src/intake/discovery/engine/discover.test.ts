import { describe, expect, it } from 'vitest'
import type { Discovered, SeenService, Standing } from '#core/vocabulary'
import { relationRule } from '#core/vocabulary'
import type { ServiceTools } from '../contract.ts'
import type { Asked } from '../dns/dns-server.kit.ts'
import { rcodes } from '../dns/message.ts'
import { type Lab, lookAt, registration } from './lab.kit.ts'
import { stateOf } from './state.ts'

const soa = '@ SOA x\n@ NS ns.shop.example.\nns A 127.0.0.1\n'
const zones = {
  'shop.example': `${soa}@ A 127.20.0.1
    www A 127.20.0.1
    static CNAME shop.cdn.example.
    @ TXT "brands: kiosk.example"
    @ MX 10 mx.mailer.example.`,
  'cdn.example': 'shop A 127.80.0.1',
  'mailer.example': 'mx A 127.80.0.2',
  'kiosk.example': '@ SOA x\n@ NS ns.shop.example.\n@ A 127.20.0.9\nwww A 127.20.0.9',
}
const lab: Lab = { zones, seeds: ['shop.example'] }

/** Services that answer with a certificate that names these. */
function serving(
  names: Readonly<Record<string, string[]>>,
  asked: string[] = [],
  linked = 'linked.shop.example',
): ServiceTools {
  return {
    async *findOpenPorts(address) {
      if (names[address]) yield { address, port: 443 }
    },
    async inspectService({ address, port, transport }, by) {
      asked.push(`${address} ${by.join(' ')}`)
      const leaf = {
        serial: '1',
        subject: '',
        issuer: '',
        validFrom: '',
        validTo: '',
        key: { kind: 'rsa' },
        signature: '',
        selfSigned: false,
      }
      const service: SeenService = {
        address,
        port,
        transport,
        protocol: 'http',
        names: by,
        tls: {
          versions: [],
          weakCiphers: [],
          chain: [{ ...leaf, fingerprint: `f${address}`, names: names[address] ?? [] }],
        },
        software: [],
        weaknesses: [],
        pivots: [{ name: linked, technique: 'html-link', source: 'page' }],
      }
      return service
    },
  }
}

describe('discovery', () => {
  it('takes names of a seed as ours, what they lean on as a third party’s, and tells how it got there', async () => {
    const { assets, said } = await lookAt(lab)
    const standing = (name: string) => assets.get(name)?.standing
    expect(standing('www.shop.example')).toBe('owned')
    expect(standing('static.shop.example')).toBe('owned')
    expect(standing('cdn.example')).toBe('dependency')
    expect(standing('shop.cdn.example')).toBe('dependency')
    expect(standing('mailer.example')).toBe('dependency')
    expect(assets.get('cdn.example')?.reason).toContain('static.shop.example')
    expect(assets.get('shop.cdn.example')?.path.map(({ by }) => by)).toEqual(['wordlist', 'dns-cname'])
    for (const one of said)
      if (one.type === 'step')
        expect(relationRule(one.step.kind, one.step.from.kind, one.step.to.kind), one.step.how).toBeDefined()
  })

  it('proposes a domain that a text record names and our servers serve, and does not take it', async () => {
    const { assets } = await lookAt(lab)
    const kiosk = assets.get('kiosk.example')
    expect(kiosk).toMatchObject({ standing: 'candidate' })
    expect(kiosk?.confidence).toBeGreaterThan(60)
    expect(kiosk?.reason).toMatch(/text record.*/)
  })

  it('is surer of a domain the more independent ways lead to it, and less sure where another registered it', async () => {
    const sources = (kiosk: string) => ({
      'domain/shop.example': registration('Shop Ltd'),
      'domain/kiosk.example': registration(kiosk),
    })
    const confidence = async (more: Partial<Lab>) =>
      (await lookAt({ ...lab, ...more })).assets.get('kiosk.example')?.confidence ?? 0
    const [ours, plain, others] = [
      await confidence({ sources: sources('Shop Ltd') }),
      await confidence({}),
      await confidence({ sources: sources('Somebody Else GmbH') }),
    ]
    expect(ours).toBeGreaterThan(plain)
    expect(others).toBeLessThan(50)
  })

  it('takes what a person accepts as ours at once, with all that hangs on it, and what is rejected as not', async () => {
    const rulings = new Map<string, Standing>()
    const { assets } = await lookAt({ ...lab, rulings }, (said) => {
      if (said.type === 'asset' && said.asset.asset.name === 'kiosk.example') rulings.set('kiosk.example', 'owned')
    })
    expect(assets.get('www.kiosk.example')?.standing).toBe('owned')
    const rejected = await lookAt({ ...lab, rulings: new Map([['www.shop.example', 'rejected']]) })
    expect(rejected.assets.get('www.shop.example')?.standing).toBe('rejected')
  })

  it('sends nothing to what is not approved, and asks approved servers only', async () => {
    const { probed } = await lookAt(lab)
    expect(probed).toEqual([])
    const { probed: approved } = await lookAt({ ...lab, approved: ['127.0.0.1/32'] })
    expect(new Set(approved.map((target) => target.split(':')[0]))).toEqual(new Set(['127.0.0.1']))
  })

  it('tells of internal addresses and never touches them', async () => {
    const inside = { ...zones, 'shop.example': `${zones['shop.example']}\nintranet A 10.1.2.3` }
    const { assets, weaknesses } = await lookAt({ ...lab, zones: inside, approved: ['127.0.0.1/32'] })
    expect(assets.get('10.1.2.3')).toMatchObject({ standing: 'monitor-only' })
    expect(weaknesses).toContain('internal-ip-leak intranet.shop.example')
  })

  it('follows names that services show, and asks services again by new names only', async () => {
    const asked: string[] = []
    const more = { ...zones, 'shop.example': `${zones['shop.example']}\nhidden-x7 A 127.20.0.1\nlinked A 127.20.0.2` }
    const services = serving(
      { '127.20.0.1': ['hidden-x7.shop.example', 'nowhere.shop.example'], '127.20.0.2': [] },
      asked,
    )
    const { assets } = await lookAt({ ...lab, zones: more, approved: ['127.20.0.0/24'], options: { services } })
    expect(assets.get('hidden-x7.shop.example')?.standing).toBe('owned')
    expect(assets.get('hidden-x7.shop.example')?.path.map(({ by }) => by)).toEqual([
      'dns-address',
      'open-port',
      'tls',
      'cert-san',
    ])
    expect(assets.has('linked.shop.example')).toBe(true)
    expect(assets.has('nowhere.shop.example')).toBe(true)
    const first = asked.filter((one) => one.startsWith('127.20.0.1 '))
    expect(first).toHaveLength(2)
    expect(first[0]).toContain('www.shop.example')
    expect(first[1]).toBe('127.20.0.1 hidden-x7.shop.example')
  })

  it('asks no registry of what a page merely links to', async () => {
    const asked: string[] = []
    const sources = {
      ...{ 'domain/shop.example': registration('Shop Ltd'), 'domain/kiosk.example': registration('Shop Ltd') },
      'domain/linked.test': registration('Shop Ltd'),
      'ip/9.9.9.9': registration('Linked Inc', { prefix: '9.9.9.0', length: 24 }),
    }
    const services = serving({ '127.20.0.1': [] }, asked, 'www.linked.test')
    const more = { ...zones, 'linked.test': '@ SOA x\n@ A 9.9.9.9\nwww A 9.9.9.9' }
    const terms = { ...lab, zones: more, sources, approved: ['127.20.0.0/24'], options: { services } }
    const { assets } = await lookAt(terms)
    expect(asked).not.toEqual([])
    // A text record of ours names the one; were the other asked for, its registrant would make it worth telling.
    expect(assets.get('kiosk.example')?.reason).toContain('registered to the same organisation')
    expect(['linked.test', 'www.linked.test', '9.9.9.9', 'Linked Inc'].filter((name) => assets.has(name))).toEqual([])
  })

  it('looks at what was approved though no seed leads there, and at nothing of it that is excluded', async () => {
    const asked: string[] = []
    const ours = Object.fromEntries([1, 2, 3, 4].map((last) => [`127.30.0.${last}`, []]))
    const services = serving({ ...ours, '127.40.0.9': [], '127.50.0.6': [] }, asked)
    const knocked = ['127.30.0.0/30', '127.40.0.9', '127.50.0.5-127.50.0.6']
    const approved = ['127.30.0.1/32', '127.30.0.2/32', '127.40.0.9/32', '127.50.0.6/32']
    const { assets, said } = await lookAt({ ...lab, approved, knocked, options: { services } })
    expect(asked.map((one) => one.trim()).sort()).toEqual(['127.30.0.1', '127.30.0.2', '127.40.0.9', '127.50.0.6'])
    expect(assets.get('127.40.0.9')).toMatchObject({ standing: 'owned', reason: 'Lies in the approved scope' })
    // What does not answer is no asset of ours, though it was looked at.
    const looked = said.flatMap((one) => (one.type === 'looked' && one.by === 'ports' ? one.subject.name : []))
    expect([looked.includes('127.30.0.3'), assets.has('127.50.0.5')]).toEqual([false, false])
  })

  it('does not tell of a name that a page mentions and nobody has', async () => {
    const services = serving({ '127.20.0.1': [] })
    const { assets } = await lookAt({ ...lab, approved: ['127.20.0.0/24'], options: { services } })
    expect(assets.has('linked.shop.example')).toBe(false)
  })

  it('tells of names whose approved address has nothing open, not of those that could not be judged', async () => {
    const approved = ['127.20.0.0/24']
    const { weaknesses } = await lookAt({ ...lab, approved, options: { services: serving({}) } })
    expect(weaknesses).toContain('stale-a-record www.shop.example')
    const unsure: ServiceTools = {
      ...serving({}),
      async *findOpenPorts(address, _, { onIncomplete }) {
        onIncomplete('no ports left')
        if (address === '') yield { address, port: 0 }
      },
    }
    const other = await lookAt({ ...lab, approved, options: { services: unsure } })
    expect(other.weaknesses).not.toContain('stale-a-record www.shop.example')
    expect(other.troubles).toContain('ports incomplete 127.20.0.1')
  })

  it('tells of no host as gone that answers over UDP', async () => {
    const udp: ServiceTools = {
      datagramPorts: [123],
      findOpenPorts: serving({}).findOpenPorts,
      inspectService: async ({ address, port, transport }, names) =>
        transport === 'udp'
          ? { address, port, transport, protocol: 'ntp', names, software: [], weaknesses: [], pivots: [] }
          : undefined,
    }
    const { weaknesses, said } = await lookAt({ ...lab, approved: ['127.20.0.0/24'], options: { services: udp } })
    expect(said.some((one) => one.type === 'service')).toBe(true)
    expect(weaknesses.filter((one) => one.startsWith('stale-a-record'))).toEqual([])
  })

  it('searches the logs of certificates below a seed that is no domain', async () => {
    const sources = { '%.dev.shop.example': [{ name_value: 'old.dev.shop.example' }] }
    const there = { ...zones, 'shop.example': `${zones['shop.example']}\ndev TXT "there"` }
    const { assets } = await lookAt({ zones: there, seeds: ['dev.shop.example'], sources })
    expect(assets.get('old.dev.shop.example')?.standing).toBe('owned')
    expect(assets.get('shop.example')?.standing).not.toBe('owned')
  })

  it('goes on where an earlier run ended: what was looked at is not looked at again, and nothing is lost', async () => {
    const halt = new AbortController()
    const services = serving({ '127.20.0.1': ['hidden-x7.shop.example'] })
    const more = { ...zones, 'shop.example': `${zones['shop.example']}\nhidden-x7 A 127.20.0.1` }
    const whole: Lab = { ...lab, zones: more, approved: ['127.0.0.0/8'], options: { services } }
    let looked = 0
    const first = await lookAt({ ...whole, signal: halt.signal }, (said) => {
      if (said.type === 'looked' && ++looked === 12) halt.abort()
    })
    const stored = JSON.parse(JSON.stringify(first.said)) as Discovered[]
    const second = await lookAt({ ...whole, options: { services, state: stateOf(stored) } })
    const all = new Set((await lookAt(whole)).assets.keys())
    expect(new Set([...first.assets.keys(), ...second.assets.keys()])).toEqual(all)
    const looks = [...first.said, ...second.said].flatMap((one) =>
      one.type === 'looked' ? [`${one.by} ${one.subject.name}`] : [],
    )
    expect(new Set(looks).size).toBe(looks.length)
  })

  it('looks at names between a name and its domain, and tells of those that have records', async () => {
    const more = {
      ...zones,
      'shop.example': `${zones['shop.example']}\n_sip._tls SRV 0 1 5061 gate.eu.shop.example.\ngate.eu A 127.20.0.3\neu TXT "there"`,
    }
    const { assets } = await lookAt({ ...lab, zones: more })
    expect(assets.get('eu.shop.example')?.standing).toBe('owned')
    expect(assets.has('_tls.shop.example')).toBe(false)
  })

  it('takes a seed that no resolver knows for no asset, and says whether there is none or nobody could tell', async () => {
    const silent = (asked: Asked) => (asked.name.endsWith('mute.example') ? { rcode: rcodes.SERVFAIL } : undefined)
    const seeds = ['nowhere.example', 'mute.example', 'shop.example']
    const sources = { ...lab.sources, '%.nowhere.example': [{ name_value: 'old.nowhere.example' }] }
    const { assets, troubles } = await lookAt({ ...lab, seeds, answer: silent, sources })
    expect(assets.has('old.nowhere.example')).toBe(false)
    expect(troubles.filter((one) => one.startsWith('seeds'))).toEqual([
      'seeds no-such-name nowhere.example',
      'seeds no-answer mute.example',
    ])
    expect(seeds.filter((seed) => assets.has(seed))).toEqual(['shop.example'])
  })

  it('says which seeds it cannot start from', async () => {
    expect((await lookAt({ ...lab, seeds: ['AS64500'], options: { probes: [] } })).troubles).toEqual([
      'seeds no-probe AS64500',
    ])
  })

  it('ends at once when it is stopped', async () => {
    const halt = new AbortController()
    const began = Date.now()
    const look = await lookAt({ ...lab, answer: () => undefined, signal: halt.signal }, () => halt.abort())
    expect(Date.now() - began).toBeLessThan(2000)
    expect(look.said.length).toBeGreaterThan(0)
  })

  it('does no more than it may, and says so', async () => {
    const { troubles } = await lookAt({ ...lab, options: { mostWork: 5 } })
    expect(troubles.filter((one) => one.includes('work-limit'))).toHaveLength(1)
  })
})
