import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, contains, isValidVersion, type SchemeId, schemes } from '../index.ts'

const word = fc.constantFrom(
  ...[
    'alpha',
    'beta',
    'rc',
    'a',
    'b',
    'c',
    'p',
    'pre',
    'post',
    'dev',
    'SNAPSHOT',
    'final',
    'ga',
    'sp',
    'x',
    'z',
    'ubuntu',
  ],
)
const number = fc.oneof(fc.nat(3).map(String), fc.constantFrom('00', '01', '10', '2024', '9'.repeat(25)))
const separator = fc.constantFrom('.', '-', '_', '+', '~', '^', ':', '', '!', '-r', '_p')
const start = fc.constantFrom('', '', '', 'v', '1:', '0:', '1!', 'go', 'V', ' ')

/** Texts that look like versions of one scheme or another. */
const versionLike = fc
  .tuple(start, fc.array(fc.tuple(fc.oneof(number, number, word), separator), { minLength: 1, maxLength: 6 }))
  .map(([head, parts]) => head + parts.map(([part, next], at) => (at < parts.length - 1 ? part + next : part)).join(''))
const anyText = fc.oneof(versionLike, versionLike, versionLike, fc.string({ unit: 'binary', maxLength: 12 }))

const pieces = [
  '1',
  '0',
  '1.',
  '.1',
  '-1',
  '1-',
  'a',
  'A',
  '-',
  '_',
  '_p',
  '_p1',
  '~',
  '+',
  '+1',
  '.',
  ':',
  '1:',
  ' ',
  '-r1',
  '.dev',
  'rc',
  '1a',
  '\u0000',
]
/** A kibibyte of one piece, alone and with a beginning and an end that make a reader go back. */
const adversarial = pieces.flatMap((piece) => {
  const many = piece.repeat(Math.ceil(1_024 / piece.length))
  return [many, `1.0${many}`, `1.0${many}!`, `${many}\n`]
})

/**
 * The laws every scheme keeps; `versions` is an ascending list of its own, `regressions` are texts whose order once
 * contradicted itself. Samples are drawn anew in each run; a failure prints the seed that repeats it.
 */
export function checkScheme(
  scheme: SchemeId,
  versions: readonly string[],
  regressions: readonly (readonly string[])[] = [],
): void {
  const compare = orderOf(scheme)

  describe(`${scheme}: a version order`, () => {
    it('has the scheme own versions in ascending order', () => {
      for (const [at, low] of versions.entries())
        for (const high of versions.slice(at + 1)) expect([low, high, compare(low, high)]).toEqual([low, high, -1])
    })

    it('is reflexive, antisymmetric and transitive', () => {
      fc.assert(
        fc.property(fc.array(anyText, { minLength: 3, maxLength: 8 }), (texts) => {
          expect(contradiction(texts, compare)).toBeUndefined()
        }),
        { numRuns: 500 },
      )
    })

    it.each(regressions)('is so for %s, %s and %s', (...texts) => {
      expect(contradiction(texts, compare)).toBeUndefined()
    })

    it.skipIf(schemes[scheme].isVersion)('has what is no version above all versions', () => {
      fc.assert(
        fc.property(anyText, fc.constantFrom(...versions), (text, version) => {
          if (!isValidVersion(scheme, text)) expect(compare(text, version)).toBe(1)
        }),
      )
    })

    it('never has what is no version outside a range', () => {
      const [low = '', high = ''] = [versions[0], versions.at(-1)]
      fc.assert(
        fc.property(anyText, (text) => {
          const range = { scheme, intervals: [{ min: low, max: high }] }
          if (!isValidVersion(scheme, text)) expect(contains(range, text)).toBe('unparsable')
        }),
      )
    })

    it('reads and compares a kibibyte of anything before the test runs out of time', () => {
      for (const text of adversarial) expect(compare(text, versions[0] ?? '')).not.toBeNaN()
    })
  })
}

/** The sign of a scheme's order. */
export function orderOf(scheme: SchemeId): (a: string, b: string) => number {
  return (a, b) => Math.sign(compareVersions(scheme, a, b))
}

/** Texts whose order contradicts itself: one that is not equal to itself, two that are both lower, or a circle of three. */
export function contradiction(
  texts: readonly string[],
  compare: (a: string, b: string) => number,
): string[] | undefined {
  for (const a of texts) {
    if (compare(a, a) !== 0) return [a]
    for (const b of texts) {
      if (compare(a, b) + compare(b, a) !== 0) return [a, b]
      if (compare(a, b) > 0) continue
      const c = texts.find(
        (other) => compare(b, other) <= 0 && compare(a, other) > Math.min(compare(a, b), compare(b, other)),
      )
      if (c !== undefined) return [a, b, c]
    }
  }
  return undefined
}
