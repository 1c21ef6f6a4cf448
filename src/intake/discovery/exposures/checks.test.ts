import { describe, expect, it } from 'vitest'
import type { SeenCertificate, SeenTls, SeenWeakness } from '#core/vocabulary'
import { loadFingerprints } from '../fingerprints/index.ts'
import { exposureChecks, judge, type ServiceLook } from './index.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-06-01T00:00:00Z')
const at = (days: number): string => new Date(NOW + days * DAY).toISOString()
const fingerprints = loadFingerprints()

const sound: SeenCertificate = {
  fingerprint: 'ab'.repeat(32),
  serial: '01',
  subject: 'CN=www.test.example',
  issuer: 'CN=Some Authority',
  names: ['www.test.example', '*.wild.test.example'],
  validFrom: at(-20),
  validTo: at(60),
  key: { kind: 'rsa', bits: 2_048 },
  signature: 'sha256WithRSAEncryption',
  selfSigned: false,
}

function weaknessesOf(
  leaf: Partial<SeenCertificate>,
  {
    names = ['www.test.example'],
    publicRoot = false,
    versions = ['TLSv1.2'],
    weakCiphers = [] as string[],
    stapled = {} as Pick<SeenTls, 'stapled' | 'revocation'>,
    others = [] as SeenCertificate[],
  } = {},
): SeenWeakness[] {
  const look: ServiceLook = {
    target: { address: '192.0.2.1', port: 993 },
    transport: 'tcp',
    names,
    protocol: 'imap',
    secure: true,
    tls: {
      seen: { versions, weakCiphers, chain: [{ ...sound, ...leaf }], others, ...stapled },
      publicRoot,
      byName: [],
    },
    signs: [],
    software: [],
    sites: [],
    fingerprints,
    now: NOW,
  }
  return judge(look)
}

const rulesOf = (...of: Parameters<typeof weaknessesOf>) => weaknessesOf(...of).map(({ ruleId }) => ruleId)

describe('a stapled answer', () => {
  it.each<[string, Partial<SeenCertificate>, Pick<SeenTls, 'stapled' | 'revocation'>, string[]]>([
    ['that is missing', {}, { stapled: false }, []],
    ['that is missing where it must come', { mustStaple: true }, { stapled: false }, ['stapling-broken']],
    ['that is good', {}, { stapled: true, revocation: { status: 'good', saidAt: at(-1), until: at(3) } }, []],
    [
      'that is stale',
      {},
      { stapled: true, revocation: { status: 'good', saidAt: at(-9), until: at(-2) } },
      ['stapling-broken'],
    ],
    ['that says revoked', {}, { stapled: true, revocation: { status: 'revoked', saidAt: at(-1) } }, ['revoked-cert']],
  ])('%s', (_what, leaf, stapled, expected) => {
    expect(rulesOf(leaf, { stapled })).toEqual(expected)
  })
})

describe('a certificate', () => {
  it.each<[string, Partial<SeenCertificate>, string[]]>([
    ['that is sound', {}, []],
    ['that has expired', { validTo: at(-1) }, ['expired-cert']],
    ['that expires next week', { validTo: at(7) }, ['expiring-cert']],
    ['of six days with three left', { validFrom: at(-3), validTo: at(3) }, []],
    ['of six days with one left', { validFrom: at(-5), validTo: at(1) }, ['expiring-cert']],
    ['whose time has not come', { validFrom: at(5), validTo: at(90) }, ['not-yet-valid-cert']],
    ['that signed itself', { selfSigned: true }, ['self-signed-cert']],
    ['of 1,024 bits', { key: { kind: 'rsa', bits: 1_024 } }, ['weak-rsa']],
    ['of P-256', { key: { kind: 'ec', bits: 256 } }, []],
    ['signed with SHA-1', { signature: 'sha1WithRSAEncryption' }, ['sha1-signature']],
    ['signed with ECDSA and SHA-1', { signature: 'ecdsa-with-SHA1' }, ['sha1-signature']],
    ['for another name', { names: ['other.example'] }, ['cert-name-mismatch']],
    ['that lives two years', { validFrom: at(-5), validTo: at(700) }, ['cert-long-validity']],
    ['that lives a year and a month', { validFrom: at(0), validTo: at(398) }, []],
  ])('%s', (_, leaf, rules) => expect(rulesOf(leaf)).toEqual(rules))

  it.each([
    ['a.wild.test.example', []],
    ['a.b.wild.test.example', ['cert-name-mismatch']],
    ['wild.test.example', ['cert-name-mismatch']],
  ])('with a wildcard asked for %s', (name, rules) => expect(rulesOf({}, { names: [name] })).toEqual(rules))

  it('of a public authority is held to what its day allowed', () => {
    expect(rulesOf({ validFrom: at(-20), validTo: at(250) }, { publicRoot: true })).toEqual(['cert-long-validity'])
    expect(rulesOf({ validFrom: at(-100), validTo: at(250) }, { publicRoot: true })).toEqual([])
  })

  it('for other names tells them in one order, whichever came first', () => {
    const told = (names: string[]) => weaknessesOf({}, { names }).map(({ evidence }) => evidence)
    expect(told(['b.other.example', 'a.other.example'])).toEqual(told(['a.other.example', 'b.other.example']))
  })

  it('that several show is one weakness of the place, with all of them as its evidence, in any order', () => {
    const other = { ...sound, fingerprint: 'cd'.repeat(32), subject: 'CN=b.test.example', validTo: at(-2) }
    const [first, again] = [
      weaknessesOf({ validTo: at(-1) }, { others: [other] }),
      weaknessesOf(other, { others: [{ ...sound, validTo: at(-1) }] }),
    ]
    expect(first).toHaveLength(1)
    expect(first[0]).toMatchObject({ ruleId: 'expired-cert', shownBy: [sound.fingerprint, other.fingerprint] })
    expect(first[0]).not.toHaveProperty('aspect')
    expect(again).toEqual(first)
  })

  it('asked for by no name mismatches none', () => expect(rulesOf({ names: [] }, { names: [] })).toEqual([]))
})

describe('versions and suites of TLS', () => {
  it.each([
    [['TLSv1.2', 'TLSv1.3'], [], []],
    [['TLSv1', 'TLSv1.1', 'TLSv1.2'], [], ['tls-1.0', 'tls-1.1']],
    [['SSLv3'], ['RC4-SHA'], ['ssl-3.0', 'weak-cipher']],
  ])('%j with %j', (versions, weakCiphers, rules) => expect(rulesOf({}, { versions, weakCiphers })).toEqual(rules))
})

describe('the age of software', () => {
  const thing = (cpe: string, version: string, distribution?: { id: string; revision?: string }) => ({
    ...{ product: 'Thing', version, cpe: `cpe:2.3:${cpe}:${version}:*:*:*:*:*:*:*` },
    ...{ where: 'SSH banner', by: 'lunette/x', confidence: 90, ...(distribution ? { distribution } : {}) },
  })
  const aged = (...software: ReturnType<typeof thing>[]) =>
    judge({
      target: { address: '192.0.2.1', port: 22 },
      transport: 'tcp',
      names: [],
      protocol: 'ssh',
      secure: false,
      signs: [],
      software,
      sites: [],
      fingerprints,
      now: NOW,
    }).filter(({ ruleId }) => ruleId === 'outdated-software')
  const age = (...of: Parameters<typeof thing>) => aged(thing(...of))

  it('is judged by upstream where no distributor shows', () => expect(age('a:openbsd:openssh', '7.4')).toHaveLength(1))
  it('is left to a distributor whose release is maintained', () =>
    expect(age('a:openbsd:openssh', '9.2', { id: 'debian', revision: '2+deb12u3' })).toEqual([]))
  it('is told of a release of a distributor that is not', () =>
    expect(age('a:openbsd:openssh', '6.7', { id: 'debian', revision: '5+deb8u8' })[0]?.evidence).toContain('Debian 8'))
  it('is unknown where a distributor built it and does not say for which release', () => {
    expect(age('a:php:php', '7.4.3')[0]).toMatchObject({
      severity: 'medium',
      title: 'Thing 7.4.3 is no longer maintained by its makers',
    })
    const unknown = { severity: 'none', title: 'Thing 7.4.3: whether it is maintained is unknown' }
    expect(age('a:php:php', '7.4.3', { id: 'ubuntu' })).toMatchObject([unknown])
    // PHP beside a web server in one banner is the distributor's, too.
    const server = thing('a:nobody:nothing', '2.4', { id: 'debian' })
    expect(aged(server, thing('a:php:php', '7.4.3'))).toMatchObject([unknown])
    expect(aged({ ...server, where: 'page /' }, thing('a:php:php', '7.4.3'))).toMatchObject([{ severity: 'medium' }])
  })
  it('is told of a distributor of which no release is maintained any more', () => {
    expect(age('a:php:php', '5.4.16', { id: 'centos' })).toMatchObject([
      { severity: 'medium', evidence: expect.stringContaining('Every release of CentOS Linux') },
    ])
  })
  it('is unknown of what no table knows', () => expect(age('a:nobody:nothing', '1.0')).toEqual([]))
})

describe('each check', () => {
  it.each(exposureChecks.map((check) => [check.id, check] as const))(
    '%s says why it matters and what to do',
    (id, check) => {
      expect(id).toMatch(/^[a-z0-9.]+(?:-[a-z0-9.]+)*$/)
      expect(check.title.length).toBeGreaterThan(8)
      expect(check.reason).toMatch(/\.$/)
      expect(check.remedy).toMatch(/[.)]$/)
      expect(check.references.length).toBeGreaterThan(0)
      for (const reference of check.references) expect(URL.canParse(reference)).toBe(true)
      for (const path of check.asks ?? []) expect(path).toMatch(/^\/[!-~]*$/)
    },
  )
})
