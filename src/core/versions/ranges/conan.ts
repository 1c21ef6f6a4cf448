import { unionIntervals } from '../interval-set.ts'
import type { Interval } from '../types.ts'
import { intersectionOf } from './condition-sets.ts'
import { caretLength, dottedNumbers, nextOf } from './dotted-numbers.ts'
import { exactly, orderComparison } from './order-comparison.ts'
import type { NativeSyntax } from './types.ts'

/** Where prereleases are admitted, those of an upper bound still stay out. */
const upperBound = /^<[^=-]+$/
const condition = /^([<>]=?|=|~|\^)?([^<>=~^*]+)$/

/**
 * Conan 2 version ranges: blanks join, `||` separates. Prereleases stay outside for a resolver unless
 * `include_prerelease` lets them in; a bound that ends in `-` stands before its own prereleases.
 */
export const conan: NativeSyntax = (text, options) => {
  const [expression = '', ...flags] = text.split(',').map((part) => part.trim())
  const sets: Interval[] = []
  const admitted = flags.some((flag) => /^include_prerelease(?:\s*=\s*True)?$/i.test(flag))
  const open = options.prereleases === 'included' || (options.prereleases === 'resolver' && admitted)
  for (const alternative of expression.split('||')) {
    const set = setOf(alternative, open)
    if (!set) return undefined
    sets.push(...set)
  }
  const intervals = unionIntervals('conan', sets)
  const asked = options.prereleases ?? 'ordered'
  if (asked === 'excluded' || (asked === 'resolver' && !admitted)) return { intervals, prereleases: [] }
  return { intervals }
}

function setOf(text: string, open: boolean): Interval[] | undefined {
  const words = text
    .replace(/([<>=~^])\s+/g, '$1')
    .split(/\s+/)
    .filter(Boolean)
  const parts = words.map((word) => intervalsOf(open ? word.replace(upperBound, '$&-') : word))
  return parts.every((part) => part !== undefined) ? intersectionOf('conan', parts) : undefined
}

function intervalsOf(word: string): Interval[] | undefined {
  if (word === '*' || word === '*-') return [{}]
  const [, sign = '=', version = ''] = condition.exec(word) ?? []
  if (version === '') return undefined
  if (sign === '~' || sign === '^') return upwards(version, sign)
  return [orderComparison(sign, version) ?? exactly(version)]
}

/** `~` keeps two numbers, `^` those up to the first that is not zero; the end shuts out its own prereleases. */
function upwards(version: string, sign: '~' | '^'): Interval[] | undefined {
  const numbers = dottedNumbers(version)
  return numbers && [{ min: version, max: `${nextOf(numbers.slice(0, sign === '~' ? 2 : caretLength(numbers)))}-` }]
}
