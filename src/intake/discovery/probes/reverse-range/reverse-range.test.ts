import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { reverseRange } from './index.ts'

checkProbe(reverseRange, { kind: 'netblock', name: '192.0.2.0/28' })

const six = { kind: 'netblock', name: '2001:db8:0:5::/64' } as const

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

  it('of an IPv6 network are found by the branches of its zone (RFC 7707)', async () => {
    const zone = '5.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'
    const host = (first: string) => `${first}.${Array(15).fill('0').join('.')}`
    const zones = { [zone]: `${host('1')} PTR a.shop.example.\n${host('f')} PTR b.shop.example.` }
    const { steps, troubles } = await lookWith(reverseRange, six, { zones, seeds: [] })
    expect(steps.filter((one) => one.startsWith('dns-ptr'))).toEqual([
      'dns-ptr 2001:db8:0:5::1 > a.shop.example',
      'dns-ptr 2001:db8:0:5::f > b.shop.example',
    ])
    expect(troubles).toEqual([])
  })

  it('of an IPv6 network whose server knows every branch are left', async () => {
    const { steps } = await lookWith(reverseRange, six, { zones: {}, seeds: [], answer: () => ({}) })
    expect(steps).toEqual([])
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
