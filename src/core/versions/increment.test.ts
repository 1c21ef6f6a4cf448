import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, increment, type PrereleaseName, type ReleaseKind, releaseKinds } from './index.ts'

function after(version: string, kind: ReleaseKind, name?: PrereleaseName): string {
  const made = increment(version, kind, name)
  return made.ok ? made.value : made.error.code
}

describe('the next npm version', () => {
  it.each<[string, ReleaseKind, string, PrereleaseName?]>([
    ['1.2.3', 'minor', '1.3.0'],
    ['1.2.0-rc.1', 'minor', '1.2.0'],
    ['1.2.3+build', 'patch', '1.2.4'],
    ['1.2.3-a.1.b', 'prerelease', '1.2.3-a.2.b'],
    ['1.2.3', 'premajor', '2.0.0-dev.1', { identifier: 'dev', base: '1' }],
    ['1.2.3-dev', 'prerelease', 'bad-version', { identifier: 'dev', base: false }],
    ['1.2.3', 'prerelease', 'bad-version', { identifier: 'a+b' }],
    ['1.2.3', 'prerelease', 'bad-version', { identifier: 'a..b' }],
    ['1.2.3', 'release', 'bad-version'],
    ['1.2', 'major', 'bad-version'],
    ['9007199254740991.0.0', 'major', 'bad-version'],
  ])('%s, %s: %s', (version, kind, expected, name) => expect(after(version, kind, name)).toBe(expected))

  it('is above the version before it, except where another prerelease name is asked for', () => {
    const numbers = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((parts) => parts.join('.'))
    const version = fc.tuple(numbers, fc.constantFrom('', '-0', '-rc.1', '-a.b')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(version, fc.constantFrom(...releaseKinds), (before, kind) => {
        const made = increment(before, kind)
        if (made.ok) expect(compareVersions('npm', made.value, before)).toBeGreaterThan(0)
        else expect(kind).toBe('release')
      }),
    )
  })
})
