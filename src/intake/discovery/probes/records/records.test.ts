import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { records } from './index.ts'
import { namesInText } from './text.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
checkProbe(records, domain)

describe('records', () => {
  it('lead to addresses, servers and what is mentioned', async () => {
    const { steps } = await lookWith(records, domain, {
      seeds: ['shop.example'],
      zones: {
        'shop.example': `@ A 192.0.2.1\n@ AAAA 2001:db8::1\n@ MX 10 mx.mailer.example.\n@ NS ns.dns.example.\n@ TXT "brand kiosk.example"`,
      },
    })
    expect(steps).toEqual([
      'dns-address shop.example > 192.0.2.1',
      'dns-address shop.example > 2001:db8::1',
      'dns-mx shop.example > mx.mailer.example',
      'dns-ns shop.example > ns.dns.example',
      'dns-txt shop.example > kiosk.example',
    ])
  })

  it('of an alias are those of its end, each link told', async () => {
    const { steps } = await lookWith(
      records,
      { kind: 'hostname', name: 'a.shop.example' },
      {
        seeds: ['shop.example'],
        zones: { example: 'a.shop CNAME b.shop.example.\nb.shop CNAME c.cdn.example.\nc.cdn A 192.0.2.7' },
      },
    )
    expect(steps).toEqual([
      'dns-address a.shop.example > 192.0.2.7',
      'dns-cname a.shop.example > b.shop.example',
      'dns-cname b.shop.example > c.cdn.example',
    ])
  })

  it.each([
    ['10.0.0.1', true],
    ['192.168.1.1', true],
    ['fd00::1', true],
    ['100.64.1.1', true],
    ['192.0.2.1', false],
  ])('of %s tell of the inside: %s', async (address, internal) => {
    const type = address.includes(':') ? 'AAAA' : 'A'
    const { weaknesses } = await lookWith(records, domain, {
      seeds: ['shop.example'],
      zones: { 'shop.example': `@ ${type} ${address}` },
    })
    expect(weaknesses).toEqual(internal ? ['internal-ip-leak shop.example'] : [])
  })
})

describe('a text record', () => {
  it.each([
    ['brands: kiosk.example, www.other.test.', ['kiosk.example', 'www.other.test']],
    ['contact me@mail.example or https://x.example/path.html', ['mail.example', 'x.example', 'path.html']],
    ['google-site-verification=abc.def-ghi_jkl', []],
    ['v=spf1 include:other.example -all', []],
    ['v=DKIM1; p=a.b', []],
    ['MS=ms1234.5678', []],
    ['version 1.2.3', []],
  ])('%j names %j', (text, names) => expect(namesInText(text)).toEqual(names))
})
