import { describe, expect, it } from 'vitest'
import type { Lab } from '../../engine/lab.kit.ts'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { delegation } from './index.ts'

const sub = { kind: 'hostname', name: 'sub.shop.example' } as const
checkProbe(delegation, sub)

/** The server of the zone above refers; as resolver it fails, as one does where nobody serves the zone. */
const lab: Lab = {
  seeds: ['shop.example'],
  approved: ['127.0.0.1/32'],
  zones: { 'shop.example': '@ NS ns.shop.example.\nns A 127.0.0.1\nns-gone A 192.0.2.9\nsub NS ns-gone.shop.example.' },
  answer: ({ name, type, bytes }) => {
    if (name !== 'sub.shop.example') return undefined
    const recursive = (bytes[2]! & 1) === 1
    if (!recursive) return { authorities: [{ name, type: 'NS', ttl: 1, data: 'ns-gone.shop.example' }] }
    return type === 'DS' ? {} : { rcode: 2 }
  },
}

describe('a delegation', () => {
  it('that leads nowhere is told with the servers that the zone above names', async () => {
    const { steps, weaknesses, sightings } = await lookWith(delegation, sub, lab)
    expect(steps).toEqual(['dns-ns sub.shop.example > ns-gone.shop.example'])
    expect(weaknesses).toEqual(['lame-delegation sub.shop.example'])
    const [weakness] = sightings.flatMap((one) => (one.type === 'weakness' ? [one.weakness] : []))
    expect(weakness?.evidence).toContain('192.0.2.9')
  })

  it('is told without asking anybody who is not approved', async () => {
    const { weaknesses, probed } = await lookWith(delegation, sub, { ...lab, approved: [] })
    expect(weaknesses).toEqual(['lame-delegation sub.shop.example'])
    expect(probed).toEqual([])
  })

  it('is no weakness where the name does not exist, or the resolver fails for all', async () => {
    const gone = { ...lab, answer: () => ({ rcode: 3 }) }
    expect((await lookWith(delegation, sub, gone)).weaknesses).toEqual([])
    expect((await lookWith(delegation, sub, { ...lab, answer: () => ({ rcode: 2 }) })).weaknesses).toEqual([])
  })

  it('with one server of several that does not serve the zone is told for that one', async () => {
    const zone = { kind: 'domain', name: 'shop.example' } as const
    const zones = { 'shop.example': '@ A 127.0.0.1\n@ NS ns.shop.example.\n@ NS lost.shop.example.\nns A 127.0.0.1' }
    const { weaknesses } = await lookWith(delegation, zone, {
      ...lab,
      zones,
      answer: ({ name, type }) =>
        type === 'SOA' ? { authoritative: true, answers: [{ name, type: 'NS', data: 'x.y' }] } : undefined,
    })
    expect(weaknesses).toEqual(['lame-delegation shop.example'])
  })
})
