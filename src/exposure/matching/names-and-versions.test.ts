import { describe, expect, it, test } from 'vitest'
import { bannerPackage } from './banner-package.ts'
import { stockCpes } from './cpe/stock.ts'
import { identify } from './identity.ts'
import { languagePackage } from './language-name.ts'
import { component } from './matching.fixture.ts'
import { distributionOfVersion } from './release-of-version.ts'
import { isPastSupport } from './release-support.ts'
import { rootedName } from './root-builds.ts'
import { upstreamVersion } from './upstream-version.ts'

describe('a build of Root', () => {
  it.each([
    ['Debian', 'openssl', '3.0.11-1~deb12u2.root.io.3', 'rootio-openssl'],
    ['PyPI', 'django', '4.2.1+root.io.1', 'rootio-django'],
    ['Alpine', 'curl', '8.5.0-r10071', 'rootio-curl'],
    ['npm', 'lodash', '4.17.20-root.io.1', '@rootio/lodash'],
    ['npm', '@babel/traverse', '7.0.0-root.io.2', '@rootio/babel-traverse'],
    ['Maven', 'org.x:core', '1.0.0-root.io.1', 'io.root.org.x:core'],
    ['npm', '@rootio/lodash', '4.17.20', '@rootio/lodash'],
  ])('%s %s %s is looked up as %4$s', (ecosystem, name, version, rooted) => {
    expect(rootedName(ecosystem, name, version)).toBe(rooted)
  })

  it.each([
    ['Debian', 'openssl', '3.0.11-1~deb12u2'],
    ['Alpine', 'curl', '8.5.0-r7'],
    ['npm', 'root.io', '1.0.0'],
    ['PyPI', 'django', undefined],
  ])('%s %s %s is somebody else’s', (ecosystem, name, version) => {
    expect(rootedName(ecosystem, name, version)).toBeUndefined()
  })

  it('is looked up under both names', () => {
    const build = component({ type: 'npm', name: 'lodash', version: '4.17.20-root.io.1' })
    expect(identify(build).names.map(({ ecosystem, name }) => `${ecosystem} ${name}`)).toEqual([
      'npm lodash',
      'Root @rootio/lodash',
    ])
  })
})

describe('the release that a version names', () => {
  it.each([
    ['rpm', '7.61.1-30.el8_8.2', 'rhel 8.8'],
    ['rpm', '7.61.1-30.el9', 'rhel 9'],
    ['rpm', '7.61.1-30.el8_8.alma.1', 'rhel 8'],
    ['rpm', '8.0.1-1.amzn2023', 'amzn 2023'],
    ['rpm', '8.0.1-1.fc40', 'fedora 40'],
    ['rpm', '8.0.1-1.mga9', 'mageia 9'],
    ['rpm', '8.0.1-1.azl3', 'azurelinux 3'],
    ['rpm', '8.0.1-1.ph5', 'photon 5.0'],
    ['rpm', '8.0.1-lp156.1.2', 'opensuse-leap 15.6'],
    ['rpm', '8.0.1-150400.3.1', 'sles 15.4'],
    ['deb', '3.0.11-1~deb12u2', 'debian 12'],
    ['deb', '1.2-3+deb11', 'debian 11'],
    ['deb', '8.9p1-3ubuntu0.6', 'ubuntu '],
    ['deb', '1.0-1~22.04.2', 'ubuntu 22.04'],
  ])('%s %s is %s', (type, version, named) => {
    const { id, versionId } = distributionOfVersion(type, version) ?? {}
    expect(`${id} ${versionId ?? ''}`).toBe(named)
  })

  it('is none where the version bears no mark, or one of another kind of package', () => {
    expect(distributionOfVersion('rpm', '8.0.1-1')).toBeUndefined()
    expect(distributionOfVersion('deb', '8.0.1-1.el8')).toBeUndefined()
    expect(distributionOfVersion('npm', '1.0.0-1.fc40')).toBeUndefined()
  })
})

describe('the upstream part of a version', () => {
  it.each([
    ['deb', '1:2.3.4+dfsg-5', '2.3.4'],
    ['deb', '2.3~git20240101-1', '2.3'],
    ['deb', '2.3-rc1-1', '2.3-rc1'],
    ['rpm', '4:2.3.4-5.el8', '2.3.4'],
    ['apk', '2.3.4-r5', '2.3.4'],
    ['alpm', '1:2.3.4-2', '2.3.4'],
    ['npm', '2.3.4-5', '2.3.4-5'],
  ] as const)('of %s %s is %s', (scheme, version, upstream) => {
    expect(upstreamVersion(scheme, version)).toBe(upstream)
  })
})

describe('a language package’s version', () => {
  it.each([
    ['Bitnami', 'bitnami', '3.4.0-2', '3.4.0'],
    ['Bitnami', 'bitnami', '3.4.0-rc1', '3.4.0-rc1'],
    ['npm', 'npm', '3.4.0-2', '3.4.0-2'],
    ['Go', 'golang', 'v1.2.3', '1.2.3'],
    ['Go', 'golang', 'go1.21.3', '1.21.3'],
    ['Go', 'golang', '(devel)', undefined],
    ['PyPI', 'pypi', '', undefined],
  ])('in %s: %3$s is compared as %4$s', (ecosystem, type, version, compared) => {
    expect(languagePackage(component({ type, name: 'x', version }), ecosystem)?.version).toBe(compared)
  })

  it('a Maven artifact without its group names nothing', () => {
    expect(languagePackage(component({ type: 'maven', name: 'core', version: '1' }), 'Maven')).toBeUndefined()
    const grouped = component({ type: 'maven', namespace: 'org.x', name: 'core', version: '1' })
    expect(languagePackage(grouped, 'Maven')?.name).toBe('org.x:core')
  })
})

test('a JDK is Oracle’s JDK and Java SE; its version stays as it is written', () => {
  expect(stockCpes(component({ type: 'generic', name: 'JDK', version: '1.8.0_292' })).map(({ text }) => text)).toEqual([
    'cpe:2.3:a:oracle:jdk:1.8.0_292:*:*:*:*:*:*:*',
    'cpe:2.3:a:oracle:java_se:1.8.0_292:*:*:*:*:*:*:*',
  ])
  expect(stockCpes(component({ type: 'golang', name: 'stdlib', version: 'go1.21.3' }))[0]?.version).toBe('1.21.3')
  expect(stockCpes(component({ type: 'generic', name: 'jdk' }))).toEqual([])
  expect(stockCpes(component({ type: 'npm', name: 'jdk', version: '1.0' }))).toEqual([])
})

test('a banner gives away a distribution’s build only in the distribution’s own words', () => {
  const shown = (version: string) => bannerPackage(component({ name: 'openssh', version }))
  expect(shown('9.2p1 Debian-2+deb12u3')).toEqual({
    distribution: { id: 'debian', versionId: '12' },
    version: '9.2p1-2+deb12u3',
  })
  expect(shown('8.9p1 Ubuntu-3ubuntu0.6')).toEqual({ distribution: { id: 'ubuntu' }, version: '8.9p1-3ubuntu0.6' })
  expect(shown('9.2p1')).toBeUndefined()
  expect(shown('9.2p1 Windows-2')).toBeUndefined()
})

test('the last day of a release’s advisories still counts', () => {
  const bullseye = { base: 'Debian', version: '11' }
  expect(isPastSupport(bullseye, '2026-08-31T23:00:00.000Z')).toBe(false)
  expect(isPastSupport(bullseye, '2026-09-01T00:00:00.000Z')).toBe(true)
})

test.each([
  ['Debian', '99', '2027-05-18', false],
  ['Debian', '99', '2027-05-19', true],
  ['Debian', '', '2099-01-01', false],
  ['Wolfi', '1', '2099-01-01', false],
])(
  'how long %s %s is supported is told by dates that have an age: on %s it may be over: %s',
  (base, version, at, over) => {
    expect(isPastSupport({ base, version }, at)).toBe(over)
  },
)
