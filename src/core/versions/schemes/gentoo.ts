import { compareDigits, compareText } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

interface GentooVersion {
  numbers: string[]
  letter: string
  suffixes: (readonly [order: number, number: string])[]
  revision: string
}

const pattern = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/
const suffixOrder: Readonly<Record<string, number>> = { alpha: -4, beta: -3, pre: -2, rc: -1, p: 1 }

/** Gentoo's package manager specification: like Alpine's, with fractions written with leading zeros. */
export const gentoo = defineScheme<GentooVersion>({
  id: 'gentoo',
  source: 'Gentoo Package Manager Specification, version comparison',
  parse(text) {
    const found = text.length <= 512 ? pattern.exec(text) : undefined
    if (!found) return undefined
    const [, numbers = '', letter = '', suffixed = '', revision = '0'] = found
    const suffixes = [...suffixed.matchAll(/_([a-z]+)(\d*)/g)].map(
      ([, word = '', number]) => [suffixOrder[word] ?? 0, number || '0'] as const,
    )
    return { numbers: numbers.split('.'), letter, suffixes, revision }
  },
  compare: (a, b) =>
    compareNumbers(a.numbers, b.numbers) ||
    compareText(a.letter, b.letter) ||
    compareSuffixes(a.suffixes, b.suffixes) ||
    compareDigits(a.revision, b.revision),
})

function compareNumbers(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const left = a[at]!
    const right = b[at]!
    const fraction = at > 0 && (left.startsWith('0') || right.startsWith('0'))
    const order = fraction ? compareText(left.replace(/0+$/, ''), right.replace(/0+$/, '')) : compareDigits(left, right)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function compareSuffixes(a: GentooVersion['suffixes'], b: GentooVersion['suffixes']): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [leftOrder, leftNumber] = a[at] ?? [0, '0']
    const [rightOrder, rightNumber] = b[at] ?? [0, '0']
    const order = leftOrder - rightOrder || compareDigits(leftNumber, rightNumber)
    if (order !== 0) return order
  }
  return 0
}
