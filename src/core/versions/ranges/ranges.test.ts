import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains } from '../contains.ts'
import { parseNativeRange } from '../native.ts'
import { type SchemeId, schemeIds } from '../types.ts'
import type { NativeOptions } from './types.ts'

function answer(scheme: SchemeId, range: string, version: string, options: NativeOptions = {}): string {
  const parsed = parseNativeRange(scheme, range, options)
  return parsed.ok ? contains(parsed.value, version) : parsed.error.code
}

const rules: [string, SchemeId, string, string, string, NativeOptions?][] = [
  ['an x-range holds its whole minor line', 'npm', '1.2.x', '1.2.9', 'inside'],
  ['a caret below 1.0 holds its minor line only', 'npm', '^0.2.1', '0.3.0', 'outside'],
  ['an open upper end of a hyphen range holds the whole line', 'npm', '1.2 - 2.3', '2.3.9', 'inside'],
  ['a resolver keeps unnamed prereleases out', 'npm', '>=1.0.0', '2.0.0-a', 'outside', { prereleases: 'resolver' }],
  ['a resolver admits named ones', 'npm', '>=2.0.0-a', '2.0.0-b', 'inside', { prereleases: 'resolver' }],
  ['an advisory means prereleases too', 'npm', '<2.0.0', '2.0.0-a', 'inside'],
  ['a bare version is a caret', 'cargo', '1.2.3', '1.9.0', 'inside'],
  ['a pessimistic pair keeps the major line', 'hex', '~> 2.1', '2.9.0', 'inside'],
  ['conditions may be joined by words', 'hex', '> 1.0.0 and < 1.5.0 or == 3.0.0', '3.0.0', 'inside'],
  ['a wildcard holds development releases', 'pypi', '==2.*', '2.0.dev1', 'inside'],
  ['a public version means its local ones', 'pypi', '==2.0', '2.0+x', 'inside', { prereleases: 'included' }],
  ['a compatible release keeps its line', 'pypi', '~=2.2', '3.0', 'outside'],
  ['an empty alternative of a list says nothing', 'pypi', '<1.0 ||', '2.0', 'outside'],
  ['brackets are closed, parentheses open', 'maven', '[1.0,2.0)', '2.0', 'outside'],
  ['bracket ranges unite', 'maven', '(,1.0],[1.2,)', '1.1', 'outside'],
  ['a bare version is the least one', 'nuget', '1.0.0', '2.0.0', 'inside'],
  ['an advisory lists versions', 'openssl', '3.0.1, 0.9.7a', '0.9.7a', 'inside'],
  ['a wildcard holds its line', 'composer', '2.*', '2.9.1', 'inside'],
  ['a wildcard may be shut out', 'semver', '!=4.x', '4.1.0', 'outside'],
  ['a named flag admits prereleases', 'conan', '*, include_prerelease', '1.0-a', 'inside', { prereleases: 'resolver' }],
  ['a tilde keeps all but the last number', 'composer', '~2.4', '2.9.0', 'inside'],
  ['a hyphen range holds its open upper line', 'composer', '1.0 - 2.0', '2.0.9', 'inside'],
  [
    'a resolver ends before the development version',
    'composer',
    '<1.2',
    '1.2-RC1',
    'outside',
    { prereleases: 'resolver' },
  ],
  ['a fuzzy version is a beginning', 'apk', '~3.6', '3.6.9-r1', 'inside'],
  ['a fuzzy bound ends after its line', 'apk', '<~3.6', '3.7', 'outside'],
  ['a pessimistic end leaves out its prereleases', 'gem', '~> 1.0.0', '1.1.pre', 'outside'],
  ['build metadata says nothing', 'npm', '1.x+build', '1.9.0', 'inside'],
  ['a bound past the largest number is no range', 'npm', '^9007199254740991.0.0', '1.0.0', 'bad-range'],
  [
    'an admitted prerelease stays below its bound',
    'conan',
    '>=1 <2.0',
    '2.0-pre',
    'outside',
    { prereleases: 'included' },
  ],
  [
    'a resolver may shut out all prereleases',
    'conan',
    '*, include_prerelease',
    '1.0-a',
    'outside',
    { prereleases: 'excluded' },
  ],
  ['advisories mean < by the order', 'pypi', '<2', '2.0a1', 'inside'],
  ['advisories mean > by the order', 'pypi', '>2', '2.0.post1', 'inside'],
  ['a public version means its local ones to advisories too', 'pypi', '<=2.0', '2.0+local.1', 'inside'],
  ['a version with places left out is as written', 'semver', '<=1.1', '1.1.1', 'outside'],
  ['to a resolver it is its whole line', 'semver', '<=1.1', '1.1.1', 'inside', { prereleases: 'resolver' }],
  ['a resolver admits named prereleases', 'semver', '>1.2.3-a', '1.3.0-b', 'inside', { prereleases: 'resolver' }],
  ['a resolver admits no other', 'semver', '>1.2.3-a <2', '1.3.0-b', 'outside', { prereleases: 'resolver' }],
  ['a prerelease of a whole line is none', 'semver', '>=0-0', '0.0.1-a', 'outside', { prereleases: 'included' }],
  ['a known prerelease word needs no dash', 'semver', '<1.21', '1.21rc2', 'inside'],
  ['any other word does', 'semver', '<1.0.2', '1.0.2k', 'unparsable'],
  ['a platform is no part of a version', 'gem', '<1.19.3', '1.19.3-aarch64-linux-musl', 'outside'],
  ['zeros before a prerelease word are a number', 'generic', '<0', '0.0.0-alpha', 'inside'],
  ['a resolver admits versions only', 'npm', '*', 'not a version', 'unparsable', { prereleases: 'resolver' }],
  ['a specifier has an operator', 'pypi', '2.0', '2.0', 'bad-range', { prereleases: 'resolver' }],
  ['an unreadable version is never outside', 'npm', '>=1.0.0 <2.0.0', 'what', 'unparsable'],
  ['an operator may stand apart from its version', 'deb', '> = 1.0', '1.0', 'inside'],
  ['a version may end in a sign', 'rpm', '>=1.0~ <2', '1.5', 'inside'],
  ['<> is !=', 'deb', '<>1.0', '1.0', 'outside'],
  ['an operator nobody knows makes no range', 'deb', '=>1.0', '1.0', 'bad-range'],
  ['an operator without a version makes no range', 'deb', '>= ', '1.0', 'bad-range'],
  ['an unreadable bound is no range', 'npm', '>=what', '1.0.0', 'bad-range'],
]

describe('native ranges', () => {
  it.each(rules)('%s (%s %s, %s)', (_, scheme, range, version, expected, options) => {
    expect(answer(scheme, range, version, options)).toBe(expected)
  })

  it('any text is a range or refused, never thrown at, in every scheme', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[\d.xX*<>=~^!|, [\]()a-]{0,40}$/))
    fc.assert(
      fc.property(fc.constantFrom(...schemeIds), texts, fc.string(), (scheme, text, version) => {
        expect(['inside', 'outside', 'unparsable', 'bad-range']).toContain(answer(scheme, text, version))
      }),
    )
  })

  it.each(['((((', '1.1.', '1 ', '>=', '||', '1-', '[1,', '==='])('%j repeated to 4 KiB does not stall', (piece) => {
    const text = piece.repeat(4096 / piece.length)
    const begin = performance.now()
    for (const scheme of schemeIds) answer(scheme, text, text.slice(0, 1024))
    expect(performance.now() - begin).toBeLessThan(5_000)
  })
})

it.each(['gem', 'composer', 'nuget', 'pub', 'golang'] as const)('%s: words beside a version are no range', (scheme) => {
  expect(parseNativeRange(scheme, 'about 2').ok).toBe(false)
  expect(parseNativeRange(scheme, '< about').ok).toBe(false)
})
