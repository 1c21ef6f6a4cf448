import { describe, expect, it } from 'vitest'
import { isWithin, parentOf, parseDnsName, parseHostName, reverseName } from './name.ts'

describe('a name', () => {
  it.each([
    ['WWW.Shop.Example.', 'www.shop.example'],
    ['_dmarc.shop.example', '_dmarc.shop.example'],
    ['*.shop.example', '*.shop.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['a', 'a'],
  ])('%s is %s', (text, name) => expect(parseDnsName(text)).toBe(name))

  it.each([
    '',
    '.',
    'a..b',
    '-a.example',
    'a b.example',
    'x.*.example',
    'a/b',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}b`,
    'a\0b.c',
  ])('%j is none', (text) => expect(parseDnsName(text)).toBeUndefined())

  it('of a host has two labels and is no address', () => {
    expect(parseHostName('shop.example')).toBe('shop.example')
    for (const text of ['localhost', '192.0.2.1', '1.2']) expect(parseHostName(text)).toBeUndefined()
  })

  it('lies in itself and what is above, at a label’s edge', () => {
    expect(isWithin('a.shop.example', 'shop.example')).toBe(true)
    expect(isWithin('workshop.example', 'shop.example')).toBe(false)
    expect(parentOf(parseDnsName('a.b.c')!)).toBe('b.c')
    expect(parentOf(parseDnsName('a')!)).toBeUndefined()
  })
})

it('the reverse of an address is kept under its digits (RFC 1035 section 3.5, RFC 3596 section 2.5)', () => {
  expect(reverseName('192.0.2.7')).toBe('7.2.0.192.in-addr.arpa')
  const zeros = (count: number) => Array(count).fill('0').join('.')
  expect(reverseName('2001:db8::1')).toBe(`1.${zeros(23)}.8.b.d.0.1.0.0.2.ip6.arpa`)
  expect(reverseName('::ffff:192.0.2.7')).toBe(`7.0.2.0.0.0.0.c.f.f.f.f.${zeros(20)}.ip6.arpa`)
})
