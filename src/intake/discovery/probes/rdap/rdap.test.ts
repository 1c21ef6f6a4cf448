import { describe, expect, it } from 'vitest'
import { registration } from '../../engine/lab.kit.ts'
import { networksOf, rdapAnswer, registrantOf } from '../../rdap/index.ts'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { rdapAddress, rdapDomain, rdapExpiry } from './index.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
const address = { kind: 'ip-address', name: '192.88.99.7' } as const
checkProbe(rdapDomain, domain)
checkProbe(rdapAddress, address)
checkProbe(rdapExpiry, domain)

describe('RDAP', () => {
  it('tells who registered a domain', async () => {
    const { steps } = await lookWith(rdapDomain, domain, {
      zones: {},
      seeds: [],
      sources: { 'domain/shop.example': registration('Shop Ltd') },
    })
    expect(steps).toEqual(['rdap-registrant shop.example > Shop Ltd'])
  })

  it('tells whose network an address lies in', async () => {
    const sources = { 'ip/192.88.99.7': registration('Shop Ltd', { prefix: '192.88.99.0', length: 24 }) }
    const { steps } = await lookWith(rdapAddress, address, { zones: {}, seeds: [], sources })
    expect(steps).toEqual(['rdap-network 192.88.99.0/24 > 192.88.99.7', 'rdap-network 192.88.99.0/24 > Shop Ltd'])
  })

  it('is not asked of addresses that lead nowhere, or lie in a known network', async () => {
    const sources = { ip: registration('Shop Ltd', { prefix: '10.0.0.0', length: 8 }) }
    const inside = { kind: 'ip-address', name: '10.0.0.1' } as const
    expect((await lookWith(rdapAddress, inside, { zones: {}, seeds: [], sources })).steps).toEqual([])
    const known = await lookWith(rdapAddress, address, { zones: {}, seeds: ['192.88.99.0/24'], sources })
    expect(known.steps).toEqual(['rdap-network 192.88.99.0/24 > 192.88.99.7'])
  })

  it('is asked at the server that the bootstrap files name (RFC 9224)', async () => {
    const sources = {
      'rdap.test/dns.json': { services: [[['example'], ['http://plain.registry/', 'https://registry/rdap']]] },
      'https://registry/rdap/domain/shop.example': registration('Shop Ltd'),
    }
    const { steps } = await lookWith(rdapDomain, domain, { zones: {}, seeds: [], sources })
    expect(steps).toEqual(['rdap-registrant shop.example > Shop Ltd'])
  })

  it('tells of a registration of ours that ends soon', async () => {
    const ends = (days: number) => ({
      events: [{ eventAction: 'expiration', eventDate: new Date(Date.now() + days * 86_400_000).toISOString() }],
    })
    const weaknesses = async (days: number) =>
      (await lookWith(rdapExpiry, domain, { zones: {}, seeds: ['shop.example'], sources: { 'domain/': ends(days) } }))
        .weaknesses
    expect(await weaknesses(10)).toEqual(['domain-expiring shop.example'])
    expect(await weaknesses(200)).toEqual([])
  })

  it('says nothing where the registrant is hidden', () => {
    for (const name of ['REDACTED FOR PRIVACY', 'Domains By Proxy, LLC', 'Contact Privacy Inc.', ''])
      expect(registrantOf(rdapAnswer.parse(registration(name)))).toBeUndefined()
    expect(
      registrantOf(
        rdapAnswer.parse({ entities: [{ roles: ['registrar'], vcardArray: ['vcard', [['fn', {}, 'text', 'R']]] }] }),
      ),
    ).toBeUndefined()
    expect(networksOf(rdapAnswer.parse({}))).toEqual([])
  })
})
