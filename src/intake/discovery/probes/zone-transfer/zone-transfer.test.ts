import type { Answer } from 'dns-packet'
import { describe, expect, it } from 'vitest'
import { encodeReply } from '../../dns/dns-server.kit.ts'
import type { Lab } from '../../engine/lab.kit.ts'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { zoneTransfer } from './index.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
checkProbe(zoneTransfer, domain)

const soa = {
  name: 'shop.example',
  type: 'SOA',
  ttl: 1,
  data: { mname: 'ns.shop.example', rname: 'h.shop.example' },
} as Answer
const zone: Answer[] = [
  soa,
  { name: 'hidden-x.shop.example', type: 'A', ttl: 1, data: '192.0.2.1' },
  { name: '*.apps.shop.example', type: 'A', ttl: 1, data: '192.0.2.2' },
  { name: 'glue.other.example', type: 'A', ttl: 1, data: '192.0.2.3' },
  soa,
]
const lab: Lab = {
  seeds: ['shop.example'],
  zones: { 'shop.example': '@ NS ns.shop.example.\n@ NS far.shop.example.\nns A 127.0.0.1\nfar A 192.0.2.53' },
  answer: ({ name, type, bytes, transport }) =>
    transport === 'tcp' && type === 'AXFR'
      ? [encodeReply(bytes.readUInt16BE(0), { name, type }, { answers: zone })]
      : undefined,
}

describe('a zone transfer', () => {
  it('that is given tells every name of the zone, and is a weakness', async () => {
    const { steps, weaknesses, probed } = await lookWith(zoneTransfer, domain, { ...lab, approved: ['127.0.0.1/32'] })
    expect(steps).toEqual([
      'zone-transfer shop.example > *.apps.shop.example',
      'zone-transfer shop.example > hidden-x.shop.example',
    ])
    expect(weaknesses).toEqual(['axfr-open shop.example'])
    expect(probed.every((target) => target.startsWith('127.0.0.1:'))).toBe(true)
  })

  it('is offered to approved servers only', async () => {
    expect(await lookWith(zoneTransfer, domain, lab)).toMatchObject({ steps: [], probed: [] })
  })
})
