import { isValidVersion } from '../compare.ts'
import type { Interval } from '../types.ts'
import { comparatorSet, unionOfSets } from './condition-sets.ts'
import { hyphenRange, partialOf, semverOperators } from './semver-partial.ts'
import type { NativeOptions, NativePart, NativeSyntax } from './types.ts'

const operator = /^(~>|[<>]=|[~^<>=])?=?(.*)$/

/** node-semver ranges: hyphen, x-range, tilde and caret; blanks join, `||` separates. Commas are read as blanks. */
export const npm: NativeSyntax = (text, options) => {
  const sets: NativePart[] = []
  for (const alternative of text.split('||')) {
    const conditions = conditionsOf(alternative, options)
    if (!conditions) return undefined
    sets.push(comparatorSet('npm', conditions, options))
  }
  return unionOfSets('npm', sets, options)
}

function conditionsOf(text: string, options: NativeOptions): Interval[][] | undefined {
  const words = text.split(/[\s,]+/).filter(Boolean)
  if (words.length === 3 && words[1] === '-') {
    const [low, high] = [partialOf(words[0] ?? '', options), partialOf(words[2] ?? '', options)]
    return low && high && [hyphenRange(low, high, options)]
  }
  const conditions = joined(words).map((word) => conditionOf(word, options))
  return conditions.every((condition) => condition !== undefined) ? conditions : undefined
}

function conditionOf(word: string, options: NativeOptions): Interval[] | undefined {
  const [, sign = '', version = ''] = operator.exec(word) ?? []
  const partial = partialOf(version, options)
  const intervals = partial && semverOperators[sign]?.(partial, options)
  return intervals?.every(isReadable) ? intervals : undefined
}

/** A bound past the largest number makes no range. */
function isReadable({ min, max }: Interval): boolean {
  return [min, max].every((bound) => bound === undefined || isValidVersion('npm', bound))
}

/** An operator and its version may stand apart: `>= 1.2`. */
function joined(words: readonly string[]): string[] {
  const conditions: string[] = []
  let sign = ''
  for (const word of words) {
    sign += word
    if (/^[~^<>=v]+$/.test(word)) continue
    conditions.push(sign)
    sign = ''
  }
  return sign === '' ? conditions : [...conditions, sign]
}
