import { compareDigits, compareText, isDigits } from '../digits.ts'
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
    const left = a[at]!
    const right = b[at]!
    const order = isDigits(left) && isDigits(right) ? compareDigits(left, right) : compareText(left, right)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function comparePrerelease(a: ConanVersion | undefined, b: ConanVersion | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b)
  return compareConan(a, b)
}

function compareBuild(a: ConanVersion | undefined, b: ConanVersion | undefined): number {
  if (!a || !b) return Number(Boolean(a)) - Number(Boolean(b))
  return compareConan(a, b)
}
