import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { serviceRecords } from './index.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
checkProbe(serviceRecords, domain)

describe('service records', () => {
  it('are found by the names that services use', async () => {
    const zones = {
      'shop.example': '_sip._tls SRV 0 1 5061 sip.shop.example.\n_imaps._tcp SRV 0 1 993 mail.shop.example.',
    }
    const { steps } = await lookWith(serviceRecords, domain, { seeds: ['shop.example'], zones })
    expect(steps).toEqual([
      'dns-policy shop.example > _imaps._tcp.shop.example',
      'dns-policy shop.example > _sip._tls.shop.example',
    ])
  })

  it('that a wildcard makes are none', async () => {
    const zones = { 'shop.example': '* SRV 0 1 5061 sip.shop.example.' }
    expect((await lookWith(serviceRecords, domain, { seeds: ['shop.example'], zones })).steps).toEqual([])
  })

  it('and names of one purpose are found with what they hold or lead to', async () => {
    const zones = {
      'shop.example': '_dnslink TXT "dnslink=/x"\n_acme-challenge CNAME x.acme.test.',
      'acme.test': 'x TXT "y"',
    }
    const { steps } = await lookWith(serviceRecords, domain, { seeds: ['shop.example'], zones })
    expect(steps).toContain('dns-policy shop.example > _dnslink.shop.example')
    expect(steps).toContain('dns-cname _acme-challenge.shop.example > x.acme.test')
    const wild = { 'shop.example': '* TXT "anything"' }
    expect((await lookWith(serviceRecords, domain, { seeds: ['shop.example'], zones: wild })).steps).toEqual([])
  })
})
