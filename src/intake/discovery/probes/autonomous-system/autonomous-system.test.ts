import { describe, expect, it } from 'vitest'
import { lookAt, registration } from '../../engine/lab.kit.ts'
import { announcedNetworks } from '../../networks/index.ts'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { autonomousSystem } from './index.ts'

const ours = { kind: 'autonomous-system', name: 'AS64500' } as const
const announced = announcedNetworks(Buffer.from('192.0.2.0\t192.0.2.255\t64500\tZZ\tEXAMPLE\n'))
checkProbe(autonomousSystem, ours)

describe('an autonomous system', () => {
  it('leads to what it announces, and to whom it is registered', async () => {
    const sources = { 'autnum/64500': registration('Shop Ltd') }
    const { steps } = await lookWith(autonomousSystem, ours, { zones: {}, seeds: [], sources, announced })
    expect(steps).toEqual(['as-network AS64500 > 192.0.2.0/24', 'rdap-registrant AS64500 > Shop Ltd'])
  })

  it('is asked of the server that the bootstrap file names', async () => {
    const sources = {
      'rdap.test/asn.json': { services: [[['64496-64511'], ['https://numbers.test/rdap']]] },
      'https://numbers.test/rdap/autnum/64500': registration('Shop Ltd'),
    }
    const { steps } = await lookWith(autonomousSystem, ours, { zones: {}, seeds: [], sources })
    expect(steps).toEqual(['rdap-registrant AS64500 > Shop Ltd'])
  })

  it('makes nothing ours by itself: what it announces waits for a person', async () => {
    const { assets, probed } = await lookAt({ zones: {}, seeds: ['AS64500'], sources: {}, announced })
    expect(assets.get('AS64500')?.standing).toBe('owned')
    expect(assets.get('192.0.2.0/24')).toMatchObject({ standing: 'candidate', confidence: 60 })
    expect(probed).toEqual([])
  })
})
