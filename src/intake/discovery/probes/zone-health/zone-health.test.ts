import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { zoneHealth } from './index.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
checkProbe(zoneHealth, domain)

const look = async (zone: string) =>
  (await lookWith(zoneHealth, domain, { seeds: ['shop.example'], zones: { 'shop.example': `@ SOA x\n${zone}` } }))
    .weaknesses

describe('a zone', () => {
  const two = '@ NS a.shop.example.\n@ NS b.shop.example.\na A 192.0.2.1\nb A 198.51.100.1'

  it('without signatures, limits on certificates and a second server is told so', async () => {
    expect(await look('@ NS a.shop.example.\na A 192.0.2.1')).toEqual([
      'caa-missing shop.example',
      'dnssec-missing shop.example',
      'single-nameserver shop.example',
    ])
  })

  it('with two servers at one address has one', async () => {
    expect(await look(two.replace('198.51.100.1', '192.0.2.1'))).toContain('single-nameserver shop.example')
    expect(await look(two)).not.toContain('single-nameserver shop.example')
  })

  it('that names authorities is not told of', async () => {
    expect(await look(`${two}\n@ CAA 0 issue ca.example`)).toEqual(['dnssec-missing shop.example'])
  })
})
