import type { Interval } from '../types.ts'
import { comparatorSet } from './condition-sets.ts'
import { partialOf, semverOperators } from './semver-partial.ts'
import type { NativeSyntax } from './types.ts'

const condition = /^([<>]=|[~^<>=])?\s*([^\s<>=~^]+)$/

/** Cargo's requirements: conditions joined by commas (advisories: blanks too); a bare version is a caret. */
export const cargo: NativeSyntax = (text, options) => {
  const conditions: Interval[][] = []
  for (const word of text
    .replace(/([<>=~^])\s+/g, '$1')
    .trim()
    .split(/\s*,\s*|\s+/)) {
    const [, sign, version = ''] = condition.exec(word) ?? []
    const partial = version === '' ? undefined : partialOf(version, options)
    const isWildcard = /[*xX]/.test(version.split(/[-+]/, 1)[0] ?? '')
    const intervals = partial && semverOperators[sign ?? (isWildcard ? '=' : '^')]?.(partial, options)
    if (!intervals) return undefined
    conditions.push(intervals)
  }
  return comparatorSet('cargo', conditions, options)
}
