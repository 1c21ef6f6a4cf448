import { comparatorLists } from './comparators.ts'
import { dottedNumbers, nextOf } from './dotted-numbers.ts'
import type { NativeSyntax } from './types.ts'

const comparators = comparatorLists('apk')
const fuzzy = /([<>]?=?) ?~ ?(\d+(?:\.\d+)*)(?![\w.])/g

/** apk-tools' dependencies: `~3.6` is every version that begins so; `<~` and `>~` are at or beyond those. */
export const apk: NativeSyntax = (text, options) =>
  comparators(
    text.replace(/\s+/g, ' ').replace(fuzzy, (_, sign: string, numbers: string) => fuzzyRange(sign, numbers)),
    options,
  )

/** `_alpha` is the least suffix. */
function fuzzyRange(sign: string, numbers: string): string {
  const [low, high] = [`>=${numbers}_alpha`, `<${nextOf(dottedNumbers(numbers) ?? [])}_alpha`]
  if (sign.startsWith('<')) return high
  return sign.startsWith('>') ? low : `${low} ${high}`
}
