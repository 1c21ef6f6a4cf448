import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, formatVers, parseVers, rangeFromVers, versFromNative, versFromRange } from '../index.ts'

function written(text: string, canonical = false): string {
  const vers = parseVers(text, { canonical })
  return vers.ok ? formatVers(vers.value) : vers.error.message
}

function holds(text: string, version: string): string {
  const vers = parseVers(text)
  const range = vers.ok ? rangeFromVers(vers.value) : vers
  return range.ok ? contains(range.value, version) : range.error.code
}

describe('VERS', () => {
  it.each([
    ['vers:npm/ 2.0.0 | >=1.0.0 ||', 'vers:npm/>=1.0.0|2.0.0'],
    ['VERS:NPM/=1.0.0', 'vers:npm/1.0.0'],
    ['vers:generic/1%7c2', 'vers:generic/1%7C2'],
    ['vers:deb/*', 'vers:deb/*'],
  ])('%s is read as %s', (text, expected) => expect(written(text)).toBe(expected))

  it.each([
    'vers:npm/>=1.0.0| <2.0.0',
    'vers:npm/|1.0.0',
    'vers:npm/1.0.0|',
    'vers:npm/1.0.0||2.0.0',
    'vers:npm/=1.0.0',
    'vers:npm/2.0.0|1.0.0',
    'vers:npm/1.0.0|1.0.0',
    'vers:npm/>1.0.0|>=2.0.0',
    'vers:npm/1.0.0|<2.0.0',
    'vers:npm/*|1.0.0',
    'vers:npm/>=%31.0.0',
    'vers:npm/',
    'vers:invalid/1.0.0',
    'pkg:npm/1.0.0',
  ])('the canonical form is not %s', (text) => expect(parseVers(text, { canonical: true }).ok).toBe(false))

  it.each([
    ['vers:npm/>=1.0.0|<2.0.0', '2.0.0', 'outside'],
    ['vers:npm/<1.0.0|>=2.0.0|!=2.1.0', '2.1.0', 'outside'],
    ['vers:npm/<1.0.0|>=2.0.0|!=2.1.0', '2.1.1', 'inside'],
    ['vers:pypi/!=5', '5.0', 'outside'],
    ['vers:pypi/!=5', '6', 'inside'],
    ['vers:npm/>=1.0.0|<2.0.0', 'not a version', 'unparsable'],
    ['vers:test/1.0.0', '1.0.0', 'unknown-scheme'],
  ])('%s: %s is %s', (text, version, expected) => expect(holds(text, version)).toBe(expected))

  it('a native range keeps every constraint, sorted and in the form of its type', () => {
    const vers = versFromNative('npm', '>=v2.1 || ~1.2.3')
    expect(vers.ok && formatVers(vers.value)).toBe('vers:npm/>=1.2.3|<1.3.0|>=2.1.0')
  })

  it('a range written and read again holds the same versions, and its text is canonical', () => {
    const version = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((numbers) => numbers.join('.'))
    const interval = fc.record({ min: version, max: version }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 4 }), version, (intervals, probe) => {
        const vers = versFromRange({ scheme: 'semver', intervals })
        if (!vers) return contains({ scheme: 'semver', intervals }, probe) === 'outside'
        expect(parseVers(formatVers(vers), { canonical: true }).ok).toBe(true)
        expect(holds(formatVers(vers), probe)).toBe(contains({ scheme: 'semver', intervals }, probe))
      }),
    )
  })

  it.each([
    ['nuget', '[1.0.0, 2.0.0)', 'vers:nuget/>=1.0.0|<2.0.0'],
    ['maven', '(,1.0],[1.2]', 'vers:maven/<=1.0|1.2'],
    ['gem', '~> 2.2.1', 'vers:gem/>=2.2.1|<2.3'],
    ['conan', '~1.2-', 'vers:conan/>=1.2|<1.3-'],
    ['pypi', '>=1.8.0a', 'vers:pypi/>=1.8.0a0'],
    ['openssl', '3.0.1, 0.9.7a', 'vers:openssl/0.9.7a|3.0.1'],
    ['golang', '<=v1.2.5.2, >=v1.0.1.6', 'vers:golang/>=1.0.1+6|<=1.2.5+2'],
    ['composer', '<=1.1.4.4, >=1.1.4.0', 'vers:composer/>=1.1.4+0|<=1.1.4+4'],
  ])('%s: %s is %s', (type, native, expected) => {
    const vers = versFromNative(type, native)
    expect(vers.ok && formatVers(vers.value)).toBe(expected)
  })

  it('any text is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, canonical) => {
        parseVers(text, { canonical })
        parseVers(`vers:npm/${text}`, { canonical })
        versFromNative('npm', text)
      }),
    )
  })
})
