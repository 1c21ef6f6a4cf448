import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pastedHost, seedOf, seedsOf } from './index.ts'

test.each([
  ['https://www.Example.com/shop?q=1#top', 'domain', 'www.example.com'],
  ['http://ada:secret@example.com:8443/', 'domain', 'example.com'],
  ['ftp://198.51.100.7/pub', 'ip-address', '198.51.100.7'],
  ['https://[2001:DB8::7]:8443/', 'ip-address', '2001:db8::7'],
  ['example.com:443', 'domain', 'example.com'],
  ['198.51.100.7:22', 'ip-address', '198.51.100.7'],
  ['[2001:db8::7]:22', 'ip-address', '2001:db8::7'],
  ['2001:db8::7', 'ip-address', '2001:db8::7'],
  ['example.com/shop', 'domain', 'example.com'],
  ['Ada.Lovelace@example.com', 'domain', 'example.com'],
  ['mailto:ada@example.com', 'domain', 'example.com'],
  [' <ada@example.com>, ', 'domain', 'example.com'],
  ['*.example.com', 'domain', 'example.com'],
  ['.example.com.', 'domain', 'example.com'],
  ['bücher.example', 'domain', 'xn--bcher-kva.example'],
  ['https://bücher.example/', 'domain', 'xn--bcher-kva.example'],
  ['198.51.100.0/24', 'netblock', '198.51.100.0/24'],
  ['198.51.100.1-198.51.100.9', 'netblock', '198.51.100.1-198.51.100.9'],
  ['198.51.100.0/99', 'netblock', '198.51.100.0/99'],
  ['as64500', 'autonomous-system', 'AS64500'],
  ['Example Inc.', 'organisation', 'Example Inc.'],
  ['Müller & Söhne GmbH', 'organisation', 'Müller & Söhne GmbH'],
  ['株式会社例', 'organisation', '株式会社例'],
  ['organisation: northwind', 'organisation', 'northwind'],
])('%s is understood as the %s %s', (text, kind, name) => expect(seedOf(text)).toEqual({ kind, name }))

test.each([
  ['https://', 'no-such-seed', 'is no'],
  ['test', 'no-such-seed', '“test” is no domain: give a domain (example.com)'],
  ['nort hwind', 'no-such-seed', 'or as “organisation: nort hwind”'],
  ['10.0.0.300', 'no-such-range', '10.0.0.300 is no'],
  ['10.0.0', 'no-such-range', '10.0.0 is no'],
  ['10.0.0.5/24', 'no-such-range', 'write that network, or 10.0.0.5 alone'],
  ['2001:db8::zz', 'no-such-range', '2001:db8::zz is no'],
  ['www.example.300', 'no-such-seed', 'is no domain'],
  ['organisation: 42', 'no-such-seed', 'is no organisation'],
])('%s is refused with what would be right', (text, code, words) =>
  expect(seedsOf([text])).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(words) } }),
)

test('a host that was found in what was pasted is found in itself again', () => {
  const parts = fc.constantFrom(
    'a',
    '.',
    '@',
    ':',
    '/',
    '[',
    ']',
    '*',
    '443',
    'example.com',
    '198.51.100.7',
    'http://',
    'ü',
    ' ',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(parts, { maxLength: 8 }).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(text, (pasted) => {
      expect(pastedHost(pastedHost(pasted))).toBe(pastedHost(pasted))
    }),
  )
})
