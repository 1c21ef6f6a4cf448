import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressScope, parseAddress, parseRange, specialUse } from './index.ts'

describe('addresses', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['::ffff:127.0.0.1', '::ffff:7f00:1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('%s is written %s (RFC 5952)', (text, canonical) => expect(parseAddress(text)?.text).toBe(canonical))

  it.each([
    '127.1',
    '0177.0.0.1',
    '0x7f.0.0.1',
    '2130706433',
    '1.2.3.256',
    '01.2.3.4',
    'fe80::1%eth0',
    '[::1]',
    '1::2::3',
  ])('%s is no address: not everybody reads it alike', (text) => expect(parseAddress(text)).toBeUndefined())

  it('reads what the system reads, and nothing else', () => {
    const text = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.string({ unit: fc.constantFrom(...'0123456789abf:.'), maxLength: 24 }),
    )
    fc.assert(
      fc.property(text, (said) => {
        expect(parseAddress(said)?.family ?? 0).toBe(isIP(said))
      }),
      { numRuns: 2000 },
    )
  })

  it('writes what it reads again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (said) => {
        const address = parseAddress(said)!
        expect(parseAddress(address.text)).toEqual(address)
      }),
    )
  })

  it('ranges are networks, spans or one address', () => {
    expect(parseRange('192.0.2.77/24')).toMatchObject({ text: '192.0.2.0/24' })
    expect(parseRange('192.0.2.1 - 192.0.2.9')).toMatchObject({ text: '192.0.2.1-192.0.2.9' })
    for (const wrong of ['192.0.2.0/33', '192.0.2.9-192.0.2.1', '::/129', '1.2.3.4/', '1.2.3.4/24/8', '1.2.3.4-::1'])
      expect(parseRange(wrong)).toBeUndefined()
  })
})

describe('special use', () => {
  it.each([
    ['127.8.8.8', 'loopback'],
    ['10.1.2.3', 'private'],
    ['169.254.1.1', 'link-local'],
    ['169.254.169.254', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['203.0.113.7', 'documentation'],
    ['0.0.0.0', 'unspecified'],
    ['255.255.255.255', 'reserved'],
    ['8.8.8.8', undefined],
    ['2606:4700::1', undefined],
  ])('%s is %s', (text, use) => expect(specialUse(parseAddress(text)!)).toBe(use))
})

const rules = { ranges: [] as string[], addresses: [] as string[], exclusions: [] as string[] }
const judge = (address: string, given: Partial<typeof rules>) => addressScope({ ...rules, ...given }).judge(address)

describe('the scope', () => {
  it('approves nothing that nobody approved', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (address) => {
        expect(judge(address, {}).approved).toBe(false)
      }),
    )
  })

  it('an exclusion wins over every approval', () => {
    const given = { ranges: ['5.6.7.0/24'], addresses: ['5.6.7.8'], exclusions: ['5.6.7.8'] }
    expect(judge('5.6.7.8', given)).toEqual({ approved: false, reason: 'excluded' })
    expect(judge('::ffff:5.6.7.8', given)).toEqual({ approved: false, reason: 'excluded' })
    expect(judge('5.6.7.9', given)).toEqual({ approved: true })
  })

  it('holds what lies in one approved range, and not what two have together', () => {
    const { holds } = addressScope({ ...rules, ranges: ['5.6.0.0/17', '5.6.128.0/17', '2001:db8::/32'] })
    expect(['5.6.7.0/24', '5.6.0.0/16', '2001:db8:7::/48', '0.0.0.0', 'x'].map(holds)).toEqual([
      ...[true, false, true, false, false],
    ])
  })

  it('an exclusion that cannot be read closes the scope', () =>
    expect(judge('5.6.7.9', { ranges: ['5.6.7.0/24'], exclusions: ['5.6.7.'] }).approved).toBe(false))

  it.each(['127.0.0.1', '10.0.0.8', '169.254.7.7', '100.64.0.1', 'fe80::1', 'fd12::1', '203.0.113.5'])(
    '%s as the address of a name is refused: it needs a range by hand',
    (address) => {
      expect(judge(address, { addresses: [address] })).toMatchObject({ approved: false, reason: 'special' })
      expect(judge(address, { ranges: [address] })).toEqual({ approved: true })
    },
  )

  it('what gives out credentials is approved only by itself', () => {
    expect(judge('169.254.169.254', { ranges: ['169.254.0.0/16'] })).toMatchObject({
      reason: 'special',
      use: 'metadata',
    })
    expect(judge('169.254.169.254', { ranges: ['169.254.169.254'] })).toEqual({ approved: true })
  })

  it.each(['0.0.0.0', '::', '0.1.2.3', '224.0.0.1', 'ff02::1'])('%s is never approved', (address) =>
    expect(judge(address, { ranges: ['0.0.0.0/0', '::/0', address] }).approved).toBe(false),
  )

  it.each([
    ['IPv4-mapped', '::ffff:7f00:1'],
    ['NAT64', '64:ff9b::127.0.0.1'],
    ['6to4', '2002:7f00:1::1'],
    ['IPv4-compatible', '::127.0.0.1'],
  ])('%s is judged as the address it carries', (_form, address) => {
    expect(judge(address, { ranges: ['::/0'], addresses: [address] })).toMatchObject({ use: 'loopback' })
    expect(judge(address, { ranges: ['127.0.0.1'] })).toEqual({ approved: true })
  })
})
