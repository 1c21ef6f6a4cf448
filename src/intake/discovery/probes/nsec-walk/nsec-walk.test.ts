import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { nsecWalk } from './index.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
checkProbe(nsecWalk, domain)

const look = (zone: string) => lookWith(nsecWalk, domain, { seeds: ['shop.example'], zones: { 'shop.example': zone } })

describe('NSEC records', () => {
  it('are followed until they come round, empty names left out', async () => {
    const { steps, weaknesses } = await look(
      `@ NSEC a SOA NS\na NSEC b.ent A\nent NSEC x RRSIG NSEC\nb.ent NSEC c RRSIG NSEC\nc NSEC shop.example. TXT`,
    )
    expect(steps).toEqual(['nsec-walk shop.example > a.shop.example', 'nsec-walk shop.example > c.shop.example'])
    expect(weaknesses).toEqual(['nsec-walk shop.example'])
  })

  it('that are made up for each question tell nothing (RFC 4470, RFC 9824)', async () => {
    for (const zone of [
      '@ NSEC \\000 SOA',
      '@ NSEC shop.example. SOA',
      '@ NSEC elsewhere.example. SOA',
      '@ A 192.0.2.1',
    ])
      expect(await look(zone)).toMatchObject({ steps: [], weaknesses: [] })
  })
})
