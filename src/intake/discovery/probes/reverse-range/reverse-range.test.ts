import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { reverseRange } from './index.ts'

checkProbe(reverseRange, { kind: 'netblock', name: '192.0.2.0/28' })

describe('reverse names of a network', () => {
  it('lead to addresses and names', async () => {
    const zones = { '2.0.192.in-addr.arpa': '3 PTR door.shop.example.\n200 PTR outside.shop.example.' }
    const { steps } = await lookWith(reverseRange, { kind: 'netblock', name: '192.0.2.0/28' }, { zones, seeds: [] })
    expect(steps).toEqual(['dns-ptr 192.0.2.3 > door.shop.example', 'netblock 192.0.2.0/28 > 192.0.2.3'])
  })

  it('that providers make of the address say little', async () => {
    const zones = {
      '2.0.192.in-addr.arpa': '3 PTR host-192-0-2-3.isp.test.\n4 PTR 4.2.0.192.static.isp.test.\n5 PTR gate5.isp.test.',
    }
    const { steps } = await lookWith(reverseRange, { kind: 'netblock', name: '192.0.2.0/28' }, { zones, seeds: [] })
    expect(steps.filter((one) => one.includes('ptr'))).toEqual([
      'dns-ptr 192.0.2.5 > gate5.isp.test',
      'dns-ptr-made 192.0.2.3 > host-192-0-2-3.isp.test',
      'dns-ptr-made 192.0.2.4 > 4.2.0.192.static.isp.test',
    ])
  })

  it('of one that is too large are told as a trouble', async () => {
    const { troubles } = await lookWith(
      reverseRange,
      { kind: 'netblock', name: '10.0.0.0/8' },
      { zones: {}, seeds: [] },
    )
    expect(troubles).toEqual(['network-limit'])
  })
})
