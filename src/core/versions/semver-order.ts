import { compareDigitLists, compareDigits, compareText, isDigits } from './digits.ts'

/** A version of the SemVer family. */
export interface Semver {
  numbers: string[]
  prerelease: string[]
  build: string[]
}

export interface SemverRules {
  /** How many numbers there may be; SemVer has exactly three. */
  numbers: readonly [least: number, most: number]
  /** Prefix that is skipped: `v`, `=`. */
  prefix?: RegExp
  /** SemVer refuses leading zeros in numbers and numeric prerelease identifiers. */
  leadingZeros?: true
  /** Largest value of a number, as digits. */
  most?: string
  /** NuGet compares prereleases without case. */
  foldCase?: true
}

const identifiers = /^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/
const MAX_LENGTH = 1_024

/** Reads `numbers[-prerelease][+build]` by SemVer 2.0.0, with the family's deviations as rules. */
export function parseSemver(input: string, rules: SemverRules): Semver | undefined {
  if (input.length > MAX_LENGTH) return undefined
  const text = rules.prefix ? input.replace(rules.prefix, '') : input
  const plus = text.indexOf('+')
  const build = plus < 0 ? undefined : text.slice(plus + 1)
  const main = plus < 0 ? text : text.slice(0, plus)
  const dash = main.indexOf('-')
  const prerelease = dash < 0 ? undefined : main.slice(dash + 1)
  const numbers = (dash < 0 ? main : main.slice(0, dash)).split('.')
  if (!areNumbers(numbers, rules)) return undefined
  if (build !== undefined && !identifiers.test(build)) return undefined
  if (prerelease !== undefined && !isPrerelease(prerelease, rules)) return undefined
  const folded = rules.foldCase ? prerelease?.toLowerCase() : prerelease
  return { numbers, prerelease: folded?.split('.') ?? [], build: build?.split('.') ?? [] }
}

function areNumbers(numbers: readonly string[], rules: SemverRules): boolean {
  const [least, most] = rules.numbers
  if (numbers.length < least || numbers.length > most) return false
  return numbers.every(
    (number) => isDigits(number) && (rules.leadingZeros || !hasLeadingZero(number)) && isWithin(number, rules.most),
  )
}

function isPrerelease(text: string, rules: SemverRules): boolean {
  if (!identifiers.test(text)) return false
  return rules.leadingZeros === true || text.split('.').every((part) => !isDigits(part) || !hasLeadingZero(part))
}

function hasLeadingZero(digits: string): boolean {
  return digits.length > 1 && digits.startsWith('0')
}

function isWithin(digits: string, most: string | undefined): boolean {
  return most === undefined || compareDigits(digits, most) <= 0
}

/** Precedence by SemVer 2.0.0 item 11; build metadata does not count. */
export function compareSemver(a: Semver, b: Semver): number {
  return compareDigitLists(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease)
}

/** A version without prerelease is above one with. */
export function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Number(a.length === 0) - Number(b.length === 0)
  return compareIdentifiers(a, b)
}

/** Numeric identifiers below words; a longer list above its own beginning. */
export function compareIdentifiers(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a[at]!
    const right = b[at]!
    const leftIsNumber = isDigits(left)
    const rightIsNumber = isDigits(right)
    if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1
    const order = leftIsNumber ? compareDigits(left, right) : compareText(left, right)
    if (order !== 0) return order
  }
  return a.length - b.length
}
