import { isValidVersion } from '../compare.ts'
import { unionIntervals } from '../interval-set.ts'
import type { Interval, SchemeId } from '../types.ts'
import { type Comparator, readComparators } from './comparator-words.ts'
import { intersectionOf } from './condition-sets.ts'
import { caretLength, dottedNumbers, nextOf } from './dotted-numbers.ts'
import { exactly, orderComparison } from './order-comparison.ts'
import type { NativeSyntax } from './types.ts'
import { wildcardIntervals } from './wildcards.ts'

/** Comparator lists, for schemes without syntax of their own: `,` or blanks join, `||` separates alternatives. */
export function comparatorLists(scheme: SchemeId): NativeSyntax {
  return (text) => {
    const intervals: Interval[] = []
    for (const conditions of readComparators(text) ?? [undefined]) {
      const part = conditions && conjunction(scheme, conditions)
      if (!part) return undefined
      intervals.push(...part)
    }
    return { intervals: unionIntervals(scheme, intervals) }
  }
}

function conjunction(scheme: SchemeId, conditions: readonly Comparator[]): Interval[] | undefined {
  const parts = conditions.map((condition) => comparison(scheme, condition, conditions.length === 1))
  return parts.every((part) => part !== undefined) ? intersectionOf(scheme, parts) : undefined
}

/** @param alone a word that cannot be ordered may still name one version, but not beside other conditions. */
function comparison(
  scheme: SchemeId,
  { operator, version: written }: Comparator,
  alone: boolean,
): Interval[] | undefined {
  const version = written.replace(/^v(?=.)/, '')
  const open = wildcardIntervals(scheme, operator || '=', version)
  if (open) return open
  if (!isValidVersion(scheme, version)) return alone && operator === '' ? [exactly(version)] : undefined
  const ordered = orderComparison(operator, version)
  if (ordered) return [ordered]
  switch (operator) {
    case '!=':
    case '<>':
      return [{ max: version }, { min: version, minExclusive: true }]
    case '~>':
    case '~=':
      return pessimistic(scheme, version)
    case '^':
      return caret(version)
    case '~':
      return tilde(version)
    default:
      return [exactly(version)]
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
