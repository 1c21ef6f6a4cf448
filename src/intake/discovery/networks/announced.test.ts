import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress, parseRange } from '#core/network'
import { announcedNetworks, cidrsOf } from './announced.ts'

const list = [
  '192.0.2.0\t192.0.2.255\t64500\tZZ\tEXAMPLE-AS - Example Ltd',
  '198.51.100.0\t198.51.100.127\t64501\tZZ\tOTHER',
  '203.0.113.1\t203.0.113.6\t64500\tZZ\tEXAMPLE-AS',
  '2001:db8::\t2001:db8:0:ffff:ffff:ffff:ffff:ffff\t64500\tZZ\tEXAMPLE-AS',
].join('\n')

describe('networks that a system announces', () => {
  it.each([Buffer.from(list), gzipSync(list)])('are those whose row has its number, as CIDR', (bytes) => {
    const announced = announcedNetworks(bytes)
    expect(announced.of('AS64500')).toEqual([
      '192.0.2.0/24',
      ...['203.0.113.1/32', '203.0.113.2/31', '203.0.113.4/31', '203.0.113.6/32'],
      '2001:db8::/48',
    ])
    expect(announced.of('AS6450')).toEqual([])
    expect(announced.of('Example Ltd')).toEqual([])
  })

  it('cover the range exactly, whatever it is', () => {
    const span = fc.tuple(fc.nat(0xffffffff), fc.nat(0xffff)).map(([from, more]) => ({
      ...{ family: 4 as const, first: BigInt(from), last: BigInt(Math.min(from + more, 0xffffffff)) },
    }))
    fc.assert(
      fc.property(span, (range) => {
        let next = range.first
        for (const network of cidrsOf(range)) {
          const { first, last } = parseRange(network)!
          expect(first).toBe(next)
          next = last + 1n
        }
        expect(next).toBe(range.last + 1n)
      }),
    )
    expect([...cidrsOf({ family: 4, first: 0n, last: 0xffffffffn })]).toEqual(['0.0.0.0/0'])
    expect(parseAddress('0.0.0.0')).toBeDefined()
  })

  it('stand any list', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(99_999), (bytes, number) => {
        announcedNetworks(Buffer.concat([Buffer.from([9]), Buffer.from(bytes)])).of(`AS${number}`)
      }),
    )
  })
})
