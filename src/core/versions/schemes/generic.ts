import { compareDigits, compareText, isDigits } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

const parts = /\d+|\p{L}+/gu
const prereleaseWords: Readonly<Record<string, number>> = {
  dev: -6,
  snapshot: -6,
  nightly: -6,
  a: -5,
  alpha: -5,
  b: -4,
  beta: -4,
  milestone: -3,
  m: -3,
  preview: -3,
  pre: -3,
  rc: -2,
  cr: -2,
}
const RELEASE_WORDS = new Set(['final', 'ga', 'release', 'stable'])
const MAX_LENGTH = 512

/**
 * For software whose scheme nobody states, and for CPE bounds: numbers by value, words by name; `alpha`, `beta`, `rc` and
 * the like before a release sort below it, other words above (1.0.2k after 1.0.2, 10.0_p3 after 10.0). Our own rule.
 */
export const generic = defineScheme<string[]>({
  id: 'generic',
  source: 'own rule',
  parse(input) {
    if (input.length > MAX_LENGTH) return undefined
    const text = input
      .trim()
      .toLowerCase()
      .replace(/^v(?=\d)/, '')
      .replace(/\+.*$/, '')
    const found = text.match(parts)?.filter((part) => !RELEASE_WORDS.has(part))
    return found?.some((part) => isDigits(part)) ? withoutTrailingZeros(found) : undefined
  },
  compare(a, b) {
    const length = Math.max(a.length, b.length)
    for (let at = 0; at < length; at++) {
      const order = compareParts(a[at], b[at], at)
      if (order !== 0) return order
    }
    return 0
  },
})

function compareParts(a: string | undefined, b: string | undefined, at: number): number {
  const order = weightOf(a, at) - weightOf(b, at)
  if (order !== 0 || a === undefined || b === undefined) return order
  return isDigits(a) ? compareDigits(a, b) : compareText(a, b)
}

/** Prerelease words < nothing < other words < numbers: 1.0-rc1 < 1.0 < 1.0k < 1.0.1. A leading word is only a name. */
function weightOf(part: string | undefined, at: number): number {
  if (part === undefined) return 0
  if (isDigits(part)) return 2
  return at > 0 ? (prereleaseWords[part] ?? 1) : 1
}

/** Zeros before a word and at the end do not count: 1.0-alpha is 1-alpha, below 1.0. A first number always counts. */
function withoutTrailingZeros(found: readonly string[]): string[] {
  const kept: string[] = []
  let counts = false
  for (let at = found.length - 1; at >= 0; at--) {
    const part = found[at]!
    const zero = /^0+$/.test(part)
    if (zero && !counts && at > 0) continue
    counts = isDigits(part)
    kept.push(part)
  }
  return kept.reverse()
}
