import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { rsaBits } from './dkim.ts'
import { mailPolicy } from './index.ts'
import { parseSpf } from './spf.ts'
import { mailedTo, parseTags } from './tags.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
checkProbe(mailPolicy, domain)

const look = (zone: string, more: Record<string, string> = {}) =>
  lookWith(mailPolicy, domain, { seeds: ['shop.example'], zones: { 'shop.example': `@ SOA x\n${zone}`, ...more } })
const good = '@ TXT "v=spf1 -all"\n_dmarc TXT "v=DMARC1; p=reject"'

describe('who may send', () => {
  it.each([
    ['', 'spf-missing'],
    ['@ TXT "v=spf1 +all"', 'spf-pass-all'],
    ['@ TXT "v=spf1 all"', 'spf-pass-all'],
    ['@ TXT "v=spf1 ?all"', 'spf-neutral'],
    ['@ TXT "v=spf1 a"', 'spf-neutral'],
    ['@ TXT "v=spf1 ~all"', 'spf-softfail'],
    ['@ TXT "v=spf1 -all"\n@ TXT "v=spf1 a -all"', 'spf-multiple'],
    ['@ TXT "v=spf1 include:gone.example -all"', 'spf-dangling-include'],
    [`@ TXT "v=spf1 ${'a:x.shop.example '.repeat(11)}-all"`, 'spf-too-many-lookups'],
  ])('%j is %s', async (zone, rule) => {
    expect((await look(zone)).weaknesses).toContain(`${rule} shop.example`)
  })

  it('is followed through our own includes, theirs only counted', async () => {
    const { steps } = await look(
      '@ TXT "v=spf1 include:_spf.shop.example include:mailer.test ip4:192.0.2.0/24 -all"\n_spf TXT "v=spf1 ip4:192.0.2.7 a:mta.shop.example ?all"',
      {
        'mailer.test': '@ TXT "v=spf1 ip4:198.51.100.0/24 a:deep.mailer.test -all"',
      },
    )
    expect(steps).toEqual([
      'dns-spf _spf.shop.example > 192.0.2.7',
      'dns-spf _spf.shop.example > mta.shop.example',
      'dns-spf shop.example > 192.0.2.0/24',
      'dns-spf shop.example > _spf.shop.example',
      'dns-spf shop.example > mailer.test',
    ])
  })

  it('ends where includes go round or on for ever', async () => {
    const endless = await lookWith(mailPolicy, domain, {
      seeds: ['shop.example'],
      zones: { 'shop.example': '@ SOA x' },
      answer: ({ name, type }) =>
        type === 'TXT'
          ? {
              answers: [
                { name, type, ttl: 1, data: `v=spf1 include:n${Math.floor(Math.random() * 1e9)}.loop.example -all` },
              ],
            }
          : undefined,
    })
    expect(endless.weaknesses).toContain('spf-too-many-lookups shop.example')
  })

  it('is read from any text without a throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 600 }), (text) => {
        expect(parseSpf(`v=spf1 ${text}`).length).toBeLessThanOrEqual(200)
      }),
    )
    expect(parseSpf('v=spf1 A:%{i}.x a/24 ip4:300.1.1.1 ip4:1.2.3.4/33x redirect=_spf.x.example nonsense')).toEqual([
      { qualifier: '+', mechanism: 'a' },
      { qualifier: '+', mechanism: 'a' },
      { qualifier: '+', mechanism: 'redirect', name: '_spf.x.example' },
    ])
  })
})

describe('what is to happen to forged mail', () => {
  it.each([
    ['', ['dmarc-missing shop.example']],
    ['_dmarc TXT "v=DMARC1; p=none"', ['dmarc-none _dmarc.shop.example']],
    ['_dmarc TXT "v=DMARC1; p=reject; pct=20"', ['dmarc-partial _dmarc.shop.example']],
    ['_dmarc TXT "v=DMARC1; p=reject; sp=none"', ['dmarc-subdomains-none _dmarc.shop.example']],
    ['_dmarc TXT "v=DMARC1; p=reject"', []],
    ['* TXT "anything"', ['dmarc-missing shop.example']],
  ])('%j is %j', async (zone, expected) => {
    const { weaknesses } = await look(`@ TXT "v=spf1 -all"\n${zone}`)
    expect(weaknesses).toEqual(expected)
  })

  it('leads to where reports go', async () => {
    const { steps } = await look(
      `@ TXT "v=spf1 -all"\n_dmarc TXT "v=DMARC1; p=reject; rua=mailto:a@in.shop.example!10m,mailto:b@reports.test"`,
    )
    expect(steps).toContain('dns-dmarc _dmarc.shop.example > in.shop.example')
    expect(steps).toContain('dns-dmarc _dmarc.shop.example > reports.test')
  })
})

describe('signing keys', () => {
  const keyOf = (bits: number) =>
    generateKeyPairSync('rsa', { modulusLength: bits })
      .publicKey.export({ format: 'der', type: 'spki' })
      .toString('base64')

  it.each([
    [512, ['dkim-weak-key s1._domainkey.shop.example']],
    [1024, ['dkim-short-key s1._domainkey.shop.example']],
    [2048, []],
  ])('of %i bits: %j', async (bits, expected) => {
    const { weaknesses } = await look(`${good}\ns1._domainkey TXT "v=DKIM1; k=rsa; p=${keyOf(bits)}"`)
    expect(weaknesses).toEqual(expected)
  })

  it('that are tested, revoked or aliases of a provider', async () => {
    const { weaknesses, steps } = await look(
      `${good}\ndefault._domainkey TXT "v=DKIM1; t=y:s; p="\nselector1._domainkey CNAME s1.mailer.test.`,
      {
        'mailer.test': 's1 TXT "p=abc"',
      },
    )
    expect(weaknesses).toEqual(['dkim-testing default._domainkey.shop.example'])
    expect(steps).toContain('dns-cname selector1._domainkey.shop.example > s1.mailer.test')
  })

  it('are measured in whatever form, and any bytes are borne', () => {
    for (const bits of [512, 1000, 1024, 2048, 4096]) expect(rsaBits(keyOf(bits))).toBe(bits)
    const pkcs1 = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'pkcs1' })
    expect(rsaBits(pkcs1.toString('base64'))).toBe(1024)
    const ed = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' })
    expect(rsaBits(ed.toString('base64'))).toBeUndefined()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void rsaBits(Buffer.from(bytes).toString('base64'))),
    )
  })
})

describe('how mail is carried', () => {
  it('tells MTA-STS, TLS-RPT and BIMI where they are, and misses MTA-STS where mail is taken', async () => {
    const { steps } = await look(
      `${good}\n@ MX 5 mx.shop.example.\n_mta-sts TXT "v=STSv1; id=1"\n_smtp._tls TXT "v=TLSRPTv1; rua=mailto:x@t.test"\ndefault._bimi TXT "v=BIMI1; l=https://x.example/l.svg"`,
    )
    expect(steps).toContain('dns-policy shop.example > mta-sts.shop.example')
    expect(steps).toContain('dns-policy shop.example > _smtp._tls.shop.example')
    expect(steps).toContain('dns-dmarc _smtp._tls.shop.example > t.test')
    expect((await look(`${good}\n@ MX 5 mx.shop.example.`)).weaknesses).toEqual(['mta-sts-missing shop.example'])
    expect((await look(good)).weaknesses).toEqual([])
  })
})

it('tags are read once each, names in lower case', () => {
  expect(parseTags('v=DMARC1; P=none;p=reject ; rua = mailto:a@b ;;x')).toEqual(
    new Map([
      ['v', 'DMARC1'],
      ['p', 'none'],
      ['rua', 'mailto:a@b'],
    ]),
  )
  expect(mailedTo('mailto:a@b.example!10m, https://x, mailto:c@d.example')).toEqual(['b.example', 'd.example'])
})
