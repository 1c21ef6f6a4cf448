import { compareDigits, compareText, isDigit } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

interface ConanVersion {
  items: string[]
  prerelease: ConanVersion | undefined
  build: ConanVersion | undefined
}

const MAX_LENGTH = 512

/** Conan 2: any number of dot-separated items; `-` opens a prerelease, `+` a build, which counts. */
export const conan = defineScheme<ConanVersion>({
  id: 'conan',
  source: "Conan 2, 'Version' model",
  parse: (text) => (text.length === 0 || text.length > MAX_LENGTH || /\s/.test(text) ? undefined : versionOf(text)),
  compare: compareConan,
  isPrerelease: ({ prerelease }) => prerelease !== undefined,
})

function versionOf(text: string): ConanVersion {
  const plus = text.lastIndexOf('+')
  const build = plus < 0 ? undefined : versionOf(text.slice(plus + 1))
  const main = plus < 0 ? text : text.slice(0, plus)
  const dash = main.indexOf('-')
  const prerelease = dash < 0 ? undefined : versionOf(main.slice(dash + 1))
  return { items: withoutTrailingZeros((dash < 0 ? main : main.slice(0, dash)).split('.')), prerelease, build }
}

function withoutTrailingZeros(items: string[]): string[] {
  return items.slice(0, items.findLastIndex((item) => !/^0+$/.test(item)) + 1)
}

function compareConan(a: ConanVersion, b: ConanVersion): number {
  return (
    compareItems(a.items, b.items) || comparePrerelease(a.prerelease, b.prerelease) || compareBuild(a.build, b.build)
  )
}

function compareItems(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const order = compareItem(a[at]!, b[at]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/**
 * Conan compares numbers by value but a number and a word as text, by which 10 < 1a < 9. Ours goes by the leading number
 * first, then by the text after it: 1 < 1a < 9 < 10 < cci.
 */
function compareItem(a: string, b: string): number {
  const [left, right] = [leadingDigits(a), leadingDigits(b)]
  if (left === '' || right === '') return Number(left === '') - Number(right === '') || compareText(a, b)
  return compareDigits(left, right) || compareText(a.slice(left.length), b.slice(right.length))
}

function leadingDigits(item: string): string {
  let at = 0
  while (at < item.length && isDigit(item.charCodeAt(at))) at++
  return item.slice(0, at)
}

function comparePrerelease(a: ConanVersion | undefined, b: ConanVersion | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b)
  return compareConan(a, b)
}

function compareBuild(a: ConanVersion | undefined, b: ConanVersion | undefined): number {
  if (!a || !b) return Number(Boolean(a)) - Number(Boolean(b))
  return compareConan(a, b)
}
