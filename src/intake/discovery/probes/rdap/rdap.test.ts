import { describe, expect, it } from 'vitest'
import { registration } from '../../engine/lab.kit.ts'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { networksOf, rdapAnswer, registrantOf } from './answer.ts'
import { rdapAddress, rdapDomain } from './index.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
const address = { kind: 'ip-address', name: '192.88.99.7' } as const
checkProbe(rdapDomain, domain)
checkProbe(rdapAddress, address)

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
