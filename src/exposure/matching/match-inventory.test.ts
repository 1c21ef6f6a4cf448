import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Instant } from '#core/kernel'
import type { Component, Match, Statement, VexStatement } from '#core/vocabulary'
import { memoryReader } from '#exposure/knowledge'
import { type Dial, InventoryMatcher, matchInventory, touchedComponents } from './index.ts'
import { component, cpeStatement, packageStatement } from './matching.fixture.ts'

function verdicts(
  components: Component[],
  statements: Statement[],
  options: { dial?: Dial; vex?: VexStatement[] } = {},
): Record<string, string> {
  const { matches } = matchInventory(components, memoryReader(statements), { dial: 'precise', vex: [], ...options })
  return Object.fromEntries(matches.map((match: Match) => [match.vulnerabilityId, match.verdict]))
}

/** Explains by the matcher that the inventory uses. */
function explain(asked: Component, id: string, statements: Statement[], beside: Component[] = []) {
  const options = { dial: 'precise' as const, vex: [] }
  return new InventoryMatcher([asked, ...beside], memoryReader(statements), options).explain(asked, id)
}

const lodash = component({ type: 'npm', name: 'lodash', version: '4.17.15', purl: 'pkg:npm/lodash@4.17.15' })
const lodashAdvisory = packageStatement({
  source: 'osv:npm',
  recordId: 'GHSA-aaaa-bbbb-cccc',
  aliases: ['CVE-2020-8203'],
  ecosystem: 'npm',
  name: 'lodash',
  scheme: 'npm',
  max: '4.17.19',
})
const openssl = component({
  type: 'deb',
  name: 'libssl3',
  version: '3.0.11-1~deb12u2',
  distribution: { id: 'debian', versionId: '12' },
  upstream: [{ name: 'openssl' }],
  cpes: ['cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*'],
})
const debianFix = packageStatement({
  source: 'osv:Debian',
  recordId: 'DEBIAN-CVE-2023-5678',
  related: ['CVE-2023-5678'],
  ecosystem: 'Debian:12',
  name: 'openssl',
  scheme: 'deb',
  max: '3.0.11-1~deb12u2',
})
const nvdOpenssl = cpeStatement({
  recordId: 'CVE-2023-5678',
  cpe: 'cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*',
  max: '3.0.13',
})

describe('matchInventory', () => {
  it('a version inside an ecosystem advisory is affected, with the fix that ends the range', () => {
    const { matches } = matchInventory([lodash], memoryReader([lodashAdvisory]), { dial: 'precise', vex: [] })
    expect(matches).toMatchObject([
      {
        vulnerabilityId: 'CVE-2020-8203',
        verdict: 'affected',
        method: 'ecosystem',
        fixedVersions: ['4.17.19'],
        fixState: 'fixed',
      },
    ])
    expect(matches[0]?.reasons.map(({ code }) => code)).toEqual(['component-evidence', 'statement', 'range-inside'])
  })

  it('a distribution’s fixed revision overrides the upstream range of a CPE', () => {
    expect(verdicts([openssl], [debianFix, nvdOpenssl], { dial: 'comprehensive' })).toEqual({
      'CVE-2023-5678': 'not-affected',
    })
    expect(verdicts([openssl], [debianFix, nvdOpenssl])).toEqual({})
  })

  it('another release’s advisory says nothing', () => {
    const bullseye = { ...openssl, distribution: { id: 'debian', versionId: '11' } }
    expect(verdicts([{ ...bullseye, version: '1.1.1n-0' }], [debianFix])).toEqual({})
  })

  it('a CPE speaks for a component that no advisory database covers', () => {
    const file = component({
      name: 'openssl',
      version: '3.0.11',
      cpes: ['cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*'],
    })
    expect(verdicts([file], [nvdOpenssl])).toEqual({ 'CVE-2023-5678': 'affected' })
  })

  it('a CPE beside a language package is heard only by the comprehensive dial, as likely', () => {
    const guessed = { ...lodash, cpes: ['cpe:2.3:a:lodash:lodash:4.17.15:*:*:*:*:*:*:*'] }
    const nvd = cpeStatement({
      recordId: 'CVE-2099-0001',
      cpe: 'cpe:2.3:a:lodash:lodash:*:*:*:*:*:node.js:*:*',
      max: '5.0.0',
    })
    expect(verdicts([guessed], [nvd])).toEqual({})
    expect(verdicts([guessed], [nvd], { dial: 'comprehensive' })).toEqual({ 'CVE-2099-0001': 'likely-affected' })
  })

  it('an override replaces NVD’s configurations for the vulnerability', () => {
    const file = component({ name: 'x', version: '1.0', cpes: ['cpe:2.3:a:wrong:product:1.0:*:*:*:*:*:*:*'] })
    const nvd = cpeStatement({ recordId: 'CVE-2099-0002', cpe: 'cpe:2.3:a:wrong:product:*:*:*:*:*:*:*:*', max: '2.0' })
    const override = cpeStatement({
      source: 'anchore',
      recordId: 'CVE-2099-0002',
      cpe: 'cpe:2.3:a:right:product:*:*:*:*:*:*:*:*',
      max: '2.0',
    })
    expect(verdicts([file], [nvd])).toEqual({ 'CVE-2099-0002': 'affected' })
    expect(verdicts([file], [nvd, override])).toEqual({})
  })

  it('withdrawn statements match nothing', () => {
    expect(verdicts([lodash], [{ ...lodashAdvisory, state: 'withdrawn' }])).toEqual({})
  })

  it('an unparsable version is unknown, never not affected', () => {
    expect(
      verdicts(
        [{ ...openssl, version: '!!not a version!!', upstream: [{ name: 'openssl', version: '!!' }] }],
        [debianFix],
      ),
    ).toEqual({
      'CVE-2023-5678': 'unknown',
    })
  })

  it('an extended stream’s fix counts for its own minor release', () => {
    const kernel = (version: string) => component({ type: 'rpm', name: 'kernel', version })
    const base = packageStatement({
      recordId: 'RHSA-1',
      related: ['CVE-2024-1'],
      ecosystem: 'Red Hat:enterprise_linux:9::baseos',
      name: 'kernel',
      scheme: 'rpm',
      max: '0:5.14.0-503.11.1.el9_5',
    })
    const eus = packageStatement({
      recordId: 'RHSA-2',
      related: ['CVE-2024-1'],
      ecosystem: 'Red Hat:rhel_eus:9.4::baseos',
      name: 'kernel',
      scheme: 'rpm',
      max: '0:5.14.0-427.68.1.el9_4',
    })
    expect(verdicts([kernel('5.14.0-427.70.1.el9_4')], [base, eus])).toEqual({})
    expect(verdicts([kernel('5.14.0-427.10.1.el9_4')], [base, eus])).toEqual({ 'CVE-2024-1': 'affected' })
    expect(verdicts([kernel('5.14.0-427.70.1.el9_2')], [base, eus])).toEqual({ 'CVE-2024-1': 'affected' })
  })

  it('a modular advisory does not judge a build outside its module', () => {
    const advisory = packageStatement({
      recordId: 'ALSA-1',
      related: ['CVE-2021-1'],
      ecosystem: 'AlmaLinux:8',
      name: 'httpd',
      scheme: 'rpm',
      max: '2.4.37-43.module_el8.5.0+2597',
      module: 'httpd:2.4',
    })
    const httpd = component({
      type: 'rpm',
      name: 'httpd',
      version: '2.4.37-30.module_el8.3.0+1',
      distribution: { id: 'almalinux', versionId: '8.5' },
    })
    expect(verdicts([{ ...httpd, module: 'httpd:2.2' }], [advisory])).toEqual({})
    expect(verdicts([{ ...httpd, module: 'httpd:2.4:8030:abc' }], [advisory])).toEqual({ 'CVE-2021-1': 'affected' })
    expect(verdicts([httpd], [advisory])).toEqual({ 'CVE-2021-1': 'unknown' })
  })

  it('debug symbols are not judged by their source package', () => {
    const advisory = packageStatement({
      recordId: 'RHSA-3',
      related: ['CVE-2019-1'],
      ecosystem: 'Red Hat:8',
      name: 'patch',
      scheme: 'rpm',
      max: '0:2.7.6-11.el8',
    })
    const shared = {
      type: 'rpm',
      version: '2.7.6-10.el8',
      distribution: { id: 'rhel', versionId: '8' },
      upstream: [{ name: 'patch', version: '2.7.6-10.el8' }],
    }
    expect(verdicts([component({ ...shared, name: 'patch-debuginfo' })], [advisory])).toEqual({})
    expect(verdicts([component({ ...shared, name: 'patch-libs' })], [advisory])).toEqual({ 'CVE-2019-1': 'affected' })
  })

  it('kernel headers are not judged by the kernel’s source package', () => {
    const advisory = packageStatement({
      recordId: 'DSA-7',
      related: ['CVE-2022-7'],
      ecosystem: 'Debian:12',
      name: 'linux',
      scheme: 'deb',
      max: '6.1.99-1',
    })
    const shared = { type: 'deb', version: '6.1.55-1', distribution: { id: 'debian', versionId: '12' } }
    const image = component({
      ...shared,
      name: 'linux-image-6.1.0-13-amd64',
      upstream: [{ name: 'linux-signed-amd64', version: '6.1.55+1' }],
    })
    expect(
      verdicts([component({ ...shared, name: 'linux-libc-dev', upstream: [{ name: 'linux' }] })], [advisory]),
    ).toEqual({})
    expect(verdicts([image], [advisory])).toEqual({ 'CVE-2022-7': 'affected' })
  })

  it('a fix of one minor release is enough there, and not on the next upstream version', () => {
    const fix = (recordId: string, max: string) =>
      packageStatement({
        recordId,
        related: ['CVE-2020-0543'],
        ecosystem: 'Red Hat:enterprise_linux:8::baseos',
        name: 'microcode_ctl',
        scheme: 'rpm',
        max,
      })
    const fixes = [fix('RHSA-A', '4:20191115-4.20200602.2.el8_2'), fix('RHSA-B', '4:20210216-1.20210608.1.el8_4')]
    const build = (version: string) => component({ type: 'rpm', name: 'microcode_ctl', version })
    expect(verdicts([build('4:20191115-4.20200602.2.el8_2')], fixes)).toEqual({})
    expect(verdicts([build('4:20191115-3.el8_2')], fixes)).toEqual({ 'CVE-2020-0543': 'affected' })
    expect(verdicts([build('4:20210216-1.el8_4')], fixes)).toEqual({ 'CVE-2020-0543': 'affected' })
  })

  it('a rebuild is judged by its origin where its own advisories are silent', () => {
    const redHat = packageStatement({
      recordId: 'RHSA-9',
      related: ['CVE-2023-3'],
      ecosystem: 'Red Hat:8',
      name: 'curl',
      scheme: 'rpm',
      max: '0:7.61.1-30.el8',
    })
    const alma = packageStatement({
      recordId: 'ALSA-9',
      related: ['CVE-2023-3'],
      ecosystem: 'AlmaLinux:8',
      name: 'curl',
      scheme: 'rpm',
      max: '0:7.61.1-25.el8.alma',
    })
    const curl = component({
      type: 'rpm',
      name: 'curl',
      version: '7.61.1-28.el8',
      distribution: { id: 'almalinux', versionId: '8.9' },
    })
    expect(verdicts([curl], [redHat])).toEqual({ 'CVE-2023-3': 'likely-affected' })
    expect(verdicts([curl], [redHat, alma])).toEqual({})
  })

  it('Oracle Linux is judged by its own advisories, and by Red Hat’s where they are silent', () => {
    const fixedIn = (ecosystem: string, recordId: string, max: string) =>
      packageStatement({ recordId, related: ['CVE-2023-4'], ecosystem, name: 'curl', scheme: 'rpm', max })
    const redHat = fixedIn('Red Hat:8', 'RHSA-10', '0:7.61.1-30.el8')
    const oracle = fixedIn('Oracle Linux:8', 'ELSA-10', '0:7.61.1-25.el8')
    const curl = component({
      type: 'rpm',
      name: 'curl',
      version: '7.61.1-28.el8',
      distribution: { id: 'ol', versionId: '8.9' },
    })
    expect(verdicts([curl], [redHat])).toEqual({ 'CVE-2023-4': 'likely-affected' })
    expect(verdicts([curl], [redHat, oracle])).toEqual({})
  })

  it('Java’s updates are ordered as Java orders them, in the old spelling and the new', () => {
    const java = (version: string) => component({ type: 'generic', name: 'jdk', version })
    const old = cpeStatement({ recordId: 'CVE-2023-5', cpe: 'cpe:2.3:a:oracle:jdk:*:*:*:*:*:*:*:*', max: '1.8.0_301' })
    expect(verdicts([java('1.8.0_292')], [old])).toEqual({ 'CVE-2023-5': 'affected' })
    expect(verdicts([java('1.8.0_301')], [old])).toEqual({})
    expect(verdicts([java('8u292')], [old])).toEqual({ 'CVE-2023-5': 'affected' })
    expect(verdicts([java('11.0.12')], [old])).toEqual({})
  })

  it('a Bitnami image’s packaging revision is no pre-release', () => {
    const fixed = packageStatement({
      recordId: 'BIT-redis-2023-6',
      aliases: ['CVE-2023-6'],
      ecosystem: 'Bitnami',
      name: 'redis',
      scheme: 'semver',
      max: '7.0.12',
    })
    const redis = (version: string) => component({ type: 'bitnami', name: 'redis', version })
    expect(verdicts([redis('7.0.11-3')], [fixed])).toEqual({ 'CVE-2023-6': 'affected' })
    expect(verdicts([redis('7.0.12-1')], [fixed])).toEqual({})
  })

  it('Root’s own advisory speaks of its build, in place of the distribution’s', () => {
    const debian = packageStatement({
      recordId: 'DEBIAN-CVE-2023-7',
      related: ['CVE-2023-7'],
      ecosystem: 'Debian:12',
      name: 'openssl',
      scheme: 'deb',
      max: '3.0.13-1',
    })
    const root = packageStatement({
      recordId: 'ROOT-OS-DEBIAN-12-CVE-2023-7',
      aliases: ['CVE-2023-7'],
      ecosystem: 'Root:Debian:12',
      name: 'rootio-openssl',
      scheme: 'deb',
      max: '3.0.11-1~deb12u2.root.io.2',
    })
    const build = (version: string) =>
      component({ type: 'deb', name: 'openssl', version, distribution: { id: 'debian', versionId: '12' } })
    expect(verdicts([build('3.0.11-1~deb12u2')], [debian, root])).toEqual({ 'CVE-2023-7': 'affected' })
    expect(verdicts([build('3.0.11-1~deb12u2.root.io.3')], [debian, root])).toEqual({})
    expect(verdicts([build('3.0.11-1~deb12u2.root.io.1')], [debian, root])).toEqual({ 'CVE-2023-7': 'affected' })
  })

  it('a banner’s distribution revision decides backports, as likely', () => {
    const ssh = (version: string) =>
      component({
        name: 'openssh',
        version,
        cpes: ['cpe:2.3:a:openbsd:openssh:*:*:*:*:*:*:*:*'],
        evidence: [{ kind: 'banner', by: 'test' }],
      })
    const upstream = cpeStatement({
      recordId: 'CVE-2023-9',
      cpe: 'cpe:2.3:a:openbsd:openssh:*:*:*:*:*:*:*:*',
      max: '9.6',
    })
    const backport = packageStatement({
      recordId: 'USN-9',
      related: ['CVE-2023-9'],
      ecosystem: 'Ubuntu:22.04:LTS',
      name: 'openssh',
      scheme: 'deb',
      max: '1:8.9p1-3ubuntu0.6',
    })
    expect(verdicts([ssh('8.9p1 Ubuntu-3ubuntu0.6')], [upstream, backport])).toEqual({ 'CVE-2023-9': 'likely-fixed' })
    expect(verdicts([ssh('8.9p1 Ubuntu-3ubuntu0.1')], [upstream, backport])).toEqual({
      'CVE-2023-9': 'likely-affected',
    })
    expect(verdicts([ssh('8.9p1')], [upstream, backport])).toEqual({ 'CVE-2023-9': 'likely-affected' })
  })

  it('a component without a version matches only what affects every version', () => {
    const unversioned = component({ type: 'npm', name: 'lodash' })
    const malicious = {
      ...lodashAdvisory,
      recordId: 'MAL-1',
      aliases: [],
      affected: lodashAdvisory.affected.map((entry) => ({ ...entry, intervals: [{}] })),
    }
    expect(verdicts([unversioned], [lodashAdvisory, malicious as Statement])).toEqual({ 'MAL-1': 'affected' })
  })

  it('the supplier’s newest VEX statement decides, and its reason is kept', () => {
    const vex: VexStatement = {
      vulnerability: 'CVE-2020-8203',
      aliases: [],
      products: ['pkg:npm/lodash'],
      subcomponents: [],
      status: 'not-affected',
      justification: 'vulnerable_code_not_present',
      at: '2024-01-01T00:00:00Z',
      source: 'vendor',
    }
    const older: VexStatement = { ...vex, status: 'affected', at: '2023-01-01T00:00:00Z' }
    expect(verdicts([lodash], [lodashAdvisory], { vex: [vex, older] })).toEqual({ 'CVE-2020-8203': 'not-affected' })
    expect(verdicts([lodash], [lodashAdvisory], { vex: [{ ...vex, products: ['pkg:npm/other'] }] })).toEqual({
      'CVE-2020-8203': 'affected',
    })
  })

  it.each([
    ['vers:npm/<5.0.0', 'not-affected'],
    ['vers:npm/>=5.0.0', 'affected'],
    ['before 5', 'affected'],
    ['', 'affected'],
  ])('a supplier’s statement about the range "%s" leaves lodash 4 %s', (vers, verdict) => {
    const vex: VexStatement = {
      vulnerability: 'CVE-2020-8203',
      aliases: [],
      products: [`pkg:npm/lodash?vers=${encodeURIComponent(vers)}`],
      subcomponents: [],
      status: 'not-affected',
      source: 'vendor',
    }
    expect(verdicts([lodash], [lodashAdvisory], { vex: [vex] })).toEqual({ 'CVE-2020-8203': verdict })
  })
})

describe('coverage', () => {
  it('a component without loaded knowledge, version or identity is unknown, each counted under its reason', () => {
    const components = [
      lodash,
      component({ type: 'npm', name: 'no-version' }),
      component({ type: 'cargo', name: 'serde', version: '1.0.0' }),
      component({ name: 'mystery', version: '1' }),
      { ...openssl, distribution: { id: 'debian', versionId: '7' } },
    ]
    const { coverage, unknown } = matchInventory(components, memoryReader([lodashAdvisory, debianFix]), {
      dial: 'precise',
      vex: [],
    })
    expect(unknown).toBe(4)
    expect(Object.fromEntries(coverage.map((row) => [row.ecosystem, [row.covered, row.unknown]]))).toEqual({
      npm: [1, { noKnowledge: 0, stale: 0, noVersion: 1, noIdentity: 0 }],
      'crates.io': [0, { noKnowledge: 1, stale: 0, noVersion: 0, noIdentity: 0 }],
      '(no ecosystem)': [0, { noKnowledge: 0, stale: 0, noVersion: 0, noIdentity: 1 }],
      'Debian:7': [0, { noKnowledge: 1, stale: 0, noVersion: 0, noIdentity: 0 }],
    })
  })

  it('a distribution that publishes fixes only is covered, and says so', () => {
    const alma = component({ ...openssl, type: 'rpm', distribution: { id: 'almalinux', versionId: '9.4' } })
    const erratum = packageStatement({
      source: 'osv:AlmaLinux',
      recordId: 'ALSA-1',
      ecosystem: 'AlmaLinux:9',
      name: 'openssl',
      scheme: 'rpm',
      max: '1',
    })
    const options = { dial: 'precise' as const, vex: [] }
    const { coverage } = matchInventory(
      [alma, openssl, lodash],
      memoryReader([erratum, debianFix, lodashAdvisory]),
      options,
    )
    const said = Object.fromEntries(
      coverage.map(({ ecosystem, covered, fixesOnly }) => [ecosystem, [covered, fixesOnly]]),
    )
    expect(said).toEqual({ 'AlmaLinux:9': [1, true], 'Debian:12': [1, undefined], npm: [1, undefined] })
  })

  it('a release whose advisories have ended is not covered by old ones', () => {
    const jessie = packageStatement({
      ...debianFix.affected[0],
      recordId: 'DSA-1',
      ecosystem: 'Debian:8',
      name: 'gzip',
      scheme: 'deb',
      max: '1.3.5-6',
    })
    const gzip = component({
      type: 'deb',
      name: 'gzip',
      version: '1.6-4',
      distribution: { id: 'debian', versionId: '8' },
    })
    const reader = memoryReader([jessie], { builtAt: '2026-01-01T00:00:00.000Z' })
    expect(matchInventory([gzip], reader, { dial: 'precise', vex: [] }).unknown).toBe(1)
  })
})

describe('explain', () => {
  it('tells why something does not match', () => {
    const fixed = explain({ ...lodash, version: '4.17.21' }, 'CVE-2020-8203', [lodashAdvisory])
    expect(fixed).toMatchObject({ kind: 'judged', match: { verdict: 'not-affected' } })
    const silent = explain(lodash, 'CVE-1999-0001', [lodashAdvisory])
    expect(silent).toMatchObject({
      kind: 'unnamed',
      reasons: [{ code: 'looked-up' }, { code: 'unknown-vulnerability' }],
    })
  })
})

describe('explain, by the inventory’s own matcher', () => {
  const urllib3 = component({
    type: 'pypi',
    name: 'urllib3',
    version: '1.26.12',
    evidence: [{ kind: 'sbom', by: 'test', path: '/usr/lib/python3/dist-packages/urllib3/__init__.py' }],
  })
  const owner = component({
    type: 'deb',
    name: 'python3-urllib3',
    version: '1.26.12-1',
    distribution: { id: 'debian', versionId: '12' },
  })
  const advisory = packageStatement({
    source: 'osv:PyPI',
    recordId: 'GHSA-u',
    aliases: ['CVE-2023-43804'],
    ecosystem: 'PyPI',
    name: 'urllib3',
    scheme: 'pypi',
    max: '1.26.17',
  })
  const debian = (max: string) =>
    packageStatement({
      source: 'osv:Debian',
      recordId: 'DEBIAN-CVE-2023-43804',
      related: ['CVE-2023-43804'],
      ecosystem: 'Debian:12',
      name: 'python3-urllib3',
      scheme: 'deb',
      max,
    })

  it('a language package is explained by the word on the package that installed it', () => {
    const fixed = explain(urllib3, 'CVE-2023-43804', [advisory, debian('1.26.12-1')], [owner])
    expect(fixed).toMatchObject({ kind: 'judged', match: { verdict: 'not-affected', method: 'distribution' } })
    const told = explain(urllib3, 'CVE-2023-43804', [advisory, debian('1.26.12-2')], [owner])
    expect(told).toMatchObject({ kind: 'judged', match: { verdict: 'affected' } })
    expect(told.kind === 'judged' && told.match.reasons[0]?.code).toBe('installed-by')
    expect(explain(urllib3, 'CVE-2023-43804', [advisory])).toMatchObject({
      match: { verdict: 'affected', method: 'ecosystem' },
    })
  })

  it('a supplier’s VEX and knowledge that is out of date are told', () => {
    const vex: VexStatement = {
      vulnerability: 'CVE-2020-8203',
      aliases: [],
      products: ['pkg:npm/lodash'],
      subcomponents: [],
      status: 'not-affected',
      source: 'acme.json',
    }
    const matcher = new InventoryMatcher([lodash], memoryReader([lodashAdvisory]), { dial: 'precise', vex: [vex] })
    const late = { now: '2099-01-01T00:00:00.000Z' as Instant }
    const explained = matcher.explain(lodash, 'CVE-2020-8203', late)
    expect(explained).toMatchObject({ match: { verdict: 'not-affected' } })
    const codes = explained.kind === 'judged' ? explained.match.reasons.map(({ code }) => code) : []
    expect(codes).toEqual(expect.arrayContaining(['vex', 'stale']))
  })

  it('what is in no ecosystem is told of as what its knowledge is about', () => {
    const openssl = component({
      ref: 'o',
      name: 'openssl',
      version: '1.1.1',
      cpes: ['cpe:2.3:a:openssl:openssl:1.1.1:*:*:*:*:*:*:*'],
    })
    const matcher = new InventoryMatcher([openssl], memoryReader([nvdOpenssl]), { dial: 'precise', vex: [] })
    const late = { now: '2099-01-01T00:00:00.000Z' as Instant }
    const explained = matcher.explain(openssl, 'CVE-2099-1', late)
    const words = (explained.kind === 'unnamed' ? explained.reasons : explained.match.reasons).map(({ text }) => text)
    expect(words.join(' ')).toContain('What is known of products by CPE is of no stated age')
    expect(words.join(' ')).not.toContain('(no ecosystem)')
  })
})

describe('laws', () => {
  const statements = [
    lodashAdvisory,
    debianFix,
    nvdOpenssl,
    packageStatement({
      recordId: 'X-1',
      aliases: ['CVE-2020-8203'],
      ecosystem: 'npm',
      name: 'lodash',
      scheme: 'npm',
      max: '4.17.11',
    }),
  ]
  const components = [lodash, openssl]
  const outcome = (parts: Component[], said: Statement[]) =>
    matchInventory(parts, memoryReader(said), { dial: 'comprehensive', vex: [] }).matches.sort((a, b) =>
      a.componentRef < b.componentRef ? -1 : 1,
    )

  it('the order of statements and components changes nothing', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(statements, { minLength: 4 }),
        fc.shuffledSubarray(components, { minLength: 2 }),
        (said, parts) => {
          expect(outcome(parts, said)).toEqual(outcome(components, statements))
        },
      ),
    )
  })

  it('an unrelated statement changes nothing', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,8}$/), (name) => {
        fc.pre(name !== 'lodash' && name !== 'openssl')
        const other = packageStatement({
          recordId: 'Y-1',
          aliases: ['CVE-2030-1'],
          ecosystem: 'npm',
          name,
          scheme: 'npm',
          max: '99.0.0',
        })
        expect(outcome(components, [...statements, other])).toEqual(outcome(components, statements))
      }),
    )
  })

  it('any text as a version gives some verdict, and not-affected only when it can be ordered', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (version) => {
        const explained = explain({ ...lodash, version }, 'CVE-2020-8203', [lodashAdvisory])
        if (explained.kind === 'judged' && explained.match.verdict === 'not-affected') {
          expect(explained.match.reasons.map(({ code }) => code)).toContain('range-outside')
        }
      }),
    )
  })

  it('a wider affected range never lowers the verdict', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), (a, b) => {
        const ranged = (max: number) => [
          packageStatement({
            recordId: 'Z-1',
            aliases: ['CVE-2031-1'],
            ecosystem: 'npm',
            name: 'lodash',
            scheme: 'npm',
            max: `4.${max}.0`,
          }),
        ]
        const narrow = verdicts([lodash], ranged(Math.min(a, b)))['CVE-2031-1']
        const wide = verdicts([lodash], ranged(Math.max(a, b)))['CVE-2031-1']
        if (narrow === 'affected') expect(wide).toBe('affected')
      }),
    )
  })

  it('only components with a changed key need matching again', () => {
    expect(touchedComponents(components, new Set(['npm/lodash']), { dial: 'precise' })).toEqual([lodash])
  })
})
