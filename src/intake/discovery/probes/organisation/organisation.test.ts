import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookAt } from '../../engine/lab.kit.ts'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { domainsIn, organisation, searchFor } from './index.ts'

const ours = { kind: 'organisation', name: 'Shop Ltd' } as const
const sources = {
  'ct.test/?q=Shop Ltd': [
    { name_value: 'www.shop.example\n*.shop.example\nada@mail.example', common_name: 'other.test' },
  ],
  'entities?fn=Shop Ltd': {
    entitySearchResults: [{ networks: [{ cidr0_cidrs: [{ v4prefix: '192.0.2.0', length: 24 }] }, 'damaged'] }],
  },
}
checkProbe(organisation, ours)

describe('an organisation that a person named', () => {
  it('leads to domains of certificates issued to it and to networks under its name', async () => {
    const { steps, troubles } = await lookWith(organisation, ours, { zones: {}, seeds: [], sources })
    expect(troubles).toEqual([])
    expect(steps).toEqual([
      'ct-organisation Shop Ltd > other.test',
      'ct-organisation Shop Ltd > shop.example',
      'rdap-name Shop Ltd > 192.0.2.0/24',
    ])
  })

  it('makes nothing ours by itself: another may have the same name', async () => {
    const zones = { 'shop.example': '@ SOA x\n@ NS ns.shop.example.\nns A 127.0.0.1\n@ A 192.0.2.7' }
    const { assets, probed } = await lookAt({ zones, seeds: ['organisation Shop Ltd'], sources })
    const standings = [...assets.values()].map(({ asset, standing }) => `${asset.name} ${standing}`)
    expect(standings).toContain('Shop Ltd owned')
    expect(standings.filter((one) => one.endsWith(' owned'))).toEqual(['Shop Ltd owned'])
    expect(assets.get('shop.example')).toMatchObject({ standing: 'candidate' })
    expect(assets.get('192.0.2.0/24')).toMatchObject({ standing: 'candidate', confidence: 20 })
    expect(probed).toEqual([])
  })

  it('is searched for in the place of the name, whatever stands before it', () => {
    expect(searchFor('https://ct.test/?q=%25.%s&output=json', 'A & B')).toBe(
      'https://ct.test/?q=A%20%26%20B&output=json',
    )
    expect(searchFor('https://ct.test/?q=%.%s', 'A')).toBe('https://ct.test/?q=A')
    expect(searchFor('https://ct.test/?q=%s&output=json', 'A')).toBe('https://ct.test/?q=A&output=json')
  })

  it('stands any answer', () => {
    fc.assert(fc.property(fc.json(), (text) => void domainsIn(Buffer.from(text))))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void domainsIn(Buffer.from(bytes))))
  })
})
