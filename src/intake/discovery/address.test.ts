import { describe, expect, it } from 'vitest'
import { addressesIn, isInternal, networkList, specialPurpose } from './address.ts'

describe('an address', () => {
  it.each([
    ['10.255.0.1', true],
    ['172.31.0.1', true],
    ['172.32.0.1', false],
    ['169.254.1.1', true],
    ['fd12::1', true],
    ['fe80::1', true],
    ['8.8.8.8', false],
  ])('%s is internal: %s', (address, internal) => expect(isInternal(address)).toBe(internal))

  it('of a special purpose is said to be one', () => {
    for (const address of ['127.0.0.1', '::1', '0.1.2.3', '255.255.255.255', '224.0.0.1', '2001:db8::5', '198.18.0.1'])
      expect(specialPurpose(address), address).toBeDefined()
    expect(specialPurpose('2606:4700::1')).toBeUndefined()
  })
})

describe('a network', () => {
  it('holds its addresses, from its first one, and none where it is too large or none', () => {
    expect([...addressesIn('192.0.2.6/30', 10)]).toEqual(['192.0.2.4', '192.0.2.5', '192.0.2.6', '192.0.2.7'])
    expect([...addressesIn('192.0.2.1', 10)]).toEqual(['192.0.2.1'])
    for (const network of ['10.0.0.0/8', '2001:db8::/120', 'x/24', '192.0.2.0/x', '192.0.2.0/99'])
      expect([...addressesIn(network, 256)]).toEqual([])
  })

  it('that is none is left out of a list', () => {
    const list = networkList(['192.0.2.0/24', 'x', '192.0.2.0/99', '::/129', '1.2.3.4'])
    expect(list.check('192.0.2.9')).toBe(true)
    expect(list.check('1.2.3.4')).toBe(false)
  })
})
