import { intersectIntervals, unionIntervals } from '../interval-set.ts'
import type { Interval, SchemeId } from '../types.ts'
import { caretLength, dottedNumbers, nextOf } from './dotted-numbers.ts'
import type { NativeSyntax } from './types.ts'
import { wildcardIntervals } from './wildcards.ts'

const comparator = /^(===|==|!=|<=|>=|~>|~=|<|>|=|\^|~)?\s*v?(\S+)$/

/** Comparator lists, for schemes without syntax of their own: `,` or blanks join, `||` separates alternatives. */
export function comparatorLists(scheme: SchemeId): NativeSyntax {
  return (text) => {
    const intervals: Interval[] = []
    const alternatives = text.split(/\|\|?/).map((alternative) => alternative.trim())
    for (const alternative of alternatives.length > 1 ? alternatives.filter(Boolean) : alternatives) {
      const part = conjunction(scheme, alternative)
      if (!part) return undefined
      intervals.push(...part)
    }
    return { intervals: unionIntervals(scheme, intervals) }
  }
}

/** Conditions joined by commas or blanks, with the operators `= != < <= > >= ~> ~= ~ ^` and `*`. */
function conjunction(scheme: SchemeId, text: string): Interval[] | undefined {
  const conditions = text
    .replace(/(===|==|!=|<=|>=|~>|~=|<|>|=|\^|~)\s+/g, '$1')
    .split(/\s*,\s*|\s+/)
    .filter((condition) => condition !== '')
  let intervals: Interval[] = [{}]
  for (const condition of conditions) {
    const part = condition === '*' ? [{}] : comparison(scheme, condition)
    if (!part) return undefined
    intervals = intersectIntervals(scheme, intervals, part)
  }
  return intervals
}

function comparison(scheme: SchemeId, condition: string): Interval[] | undefined {
  const found = comparator.exec(condition)
  if (!found) return undefined
  const [, operator = '=', version = ''] = found
  const open = wildcardIntervals(scheme, operator, version)
  if (open) return open
  switch (operator) {
    case '<':
      return [{ max: version }]
    case '<=':
      return [{ max: version, maxInclusive: true }]
    case '>':
      return [{ min: version, minExclusive: true }]
    case '>=':
      return [{ min: version }]
    case '!=':
      return [{ max: version }, { min: version, minExclusive: true }]
    case '~>':
    case '~=':
      return pessimistic(scheme, version)
    case '^':
      return caret(version)
    case '~':
      return tilde(version)
    default:
      return scheme === 'cargo' && found[1] === undefined
        ? caret(version)
        : [{ min: version, max: version, maxInclusive: true }]
  }
}

/** `~> 2.2.1`: at least that, below the next of the second to last number; RubyGems leaves out that one's prereleases. */
function pessimistic(scheme: SchemeId, version: string): Interval[] | undefined {
  const numbers = dottedNumbers(version)
  if (!numbers) return undefined
  const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers
  return [{ min: version, max: `${nextOf(kept, 3)}${scheme === 'gem' ? '.A' : ''}` }]
}

/** `~1.2.3`: below the next minor version; `~1`: below the next major one. */
function tilde(version: string): Interval[] | undefined {
  const numbers = dottedNumbers(version)
  return numbers && [{ min: version, max: nextOf(numbers.slice(0, 2), 3) }]
}

/** `^1.2.3`: below the next change of the leftmost number that is not zero. */
function caret(version: string): Interval[] | undefined {
  const numbers = dottedNumbers(version)
  return numbers && [{ min: version, max: nextOf(numbers.slice(0, caretLength(numbers)), 3) }]
}
