import { describe, expect, it } from 'vitest'
import { compareVersions, isValidVersion, type SchemeId, schemeIds } from '../index.ts'
import { checkScheme } from './order.kit.ts'

/** Ascending versions of each scheme; a forgotten scheme does not compile. */
const ascending: Readonly<Record<SchemeId, readonly string[]>> = {
  semver: ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-rc.1', '1.0.0', '1.10.0'],
  npm: ['0.9.0', 'v1.0.0-1', '1.0.0-a', '1.0.0', '=1.0.1', '10.0.0'],
  pypi: ['1.0.dev1', '1.0a1', '1.0rc1', '1.0', '1.0+local', '1.0.post1', '1.1', '1!0.1'],
  maven: ['1.0-alpha-1', '1.0-beta-1', '1.0-rc1', '1.0-SNAPSHOT', '1.0', '1.0-ga20', '1.0-sp', '1.0-jre', '1.0.1'],
  gem: ['1.0.a', '1.0.pre', '1.0', '1.0.1', '1.10'],
  golang: ['v0.0.0-20200101000000-abcdefabcdef', '1.0.0-rc1', 'v1.0.0', '1.21.0-rc.2', 'go1.21.0', '1.22'],
  nuget: ['1.0-Alpha', '1.0.0-beta', '1.0', '1.0.0.1', '1.1'],
  composer: ['dev-main', '1.0-dev', '1.0-alpha1', '1.0-RC1', '1.0', '1.0-patch1', '1.0.1'],
  cargo: ['0.1.0', '1.0.0-alpha', '1.0.0', '1.0.1'],
  deb: ['1.0~rc1-1', '1.0-1', '1.0-1+b1', '1.0-1.1', '1.0-2', '1.1-1', '1:0.1-1'],
  rpm: ['1.0~rc1-1', '1.0-1', '1.0-2.el8', '1.0^git1-1', '1.0.1-1', '1:0.1-1'],
  apk: ['1.0_alpha', '1.0_rc1', '1.0', '1.0-r1', '1.0_p1', '1.0a', '1.1'],
  alpm: ['1.0alpha-1', '1.0rc-1', '1.0-1', '1.0-2', '1.0.1-1', '1:0.1-1'],
  hex: ['1.0.0-dev', '1.0.0', '1.0.1'],
  conan: ['1.0-pre', '1.0', '1.0+1', '1.1', 'cci.20200203'],
  pub: ['1.0.0-dev', '1.0.0', '1.0.0+1', '1.0.1'],
  cran: ['1.0', '1.0-1', '1.1', '1.10'],
  hackage: ['1.0', '1.0.0', '1.0.1', '1.10'],
  gentoo: ['1.0_alpha', '1.0_rc1', '1.0', '1.0-r1', '1.0_p1', '1.0.1'],
  openssl: ['0.9.7a', '1.0.2', '1.0.2z', '1.0.2za', '1.1.1-pre1', '1.1.1', '3.0.0-alpha1', '3.0.0'],
  jvm: ['1.7.0_80', '1.8.0', '1.8.0-update131', '1.8.0_132', '8.0.144', '11-ea', '11.0.2+9'],
  datetime: ['2024-01-01', '2024-01-01T00:00:01Z', '2024-02-01'],
  lexicographic: ['1', '10', '2', 'a'],
  intdot: ['1', '1.1', '1.10', '2'],
  generic: ['1.0-alpha', '1.0-rc1', '1.0', '1.0k', '1.0.1', '1.10'],
}

/** What random samples once found. */
const regressions: Readonly<Partial<Record<SchemeId, readonly (readonly string[])[]>>> = {
  alpm: [['1..a', '1.0', '1..']],
  conan: [['10', '1a', '9']],
  maven: [
    ['v', '0.alpha', '0'],
    ['0.5.1', 'release6.8.11', '_00.sp.10'],
    ['final.01.0', '0.1', 'sp'],
    ['_x', '00.1milestone', 'ga0.12.8'],
  ],
}

for (const scheme of schemeIds) checkScheme(scheme, ascending[scheme], regressions[scheme])

describe('what is no version sorts where its own program puts it', () => {
  it.each<[SchemeId, string, string, number]>([
    ['golang', 'bad', 'v0.0.0-0', -1],
    ['golang', 'bad', 'v1-pre', 0],
    ['apk', '5.7.1p1-r0', '5.7.1p1-r1', -1],
    ['apk', '5.7.1p1-r1', '5.7.2', -1],
    ['apk', '1.2-what', '1.2', -1],
    ['apk', '1.2-what', '1.1-r9', 1],
  ])('%s: %s against %s', (scheme, a, b, order) => {
    expect(isValidVersion(scheme, a)).toBe(false)
    expect(Math.sign(compareVersions(scheme, a, b))).toBe(order)
  })
})
