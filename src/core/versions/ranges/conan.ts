import { intersectIntervals, unionIntervals } from '../interval-set.ts'
import type { Interval } from '../types.ts'
import { caretLength, dottedNumbers, nextOf } from './dotted-numbers.ts'
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
  let intervals: Interval[] = [{}]
  for (const word of words) {
    const part = intervalsOf(open ? word.replace(upperBound, '$&-') : word)
    if (!part) return undefined
    intervals = intersectIntervals('conan', intervals, part)
  }
  return intervals
}

function intervalsOf(word: string): Interval[] | undefined {
  if (word === '*' || word === '*-') return [{}]
  const [, sign = '=', version = ''] = condition.exec(word) ?? []
  if (version === '') return undefined
  if (sign === '~' || sign === '^') return upwards(version, sign)
  const readings: Readonly<Record<string, Interval>> = {
    '<': { max: version },
    '<=': { max: version, maxInclusive: true },
    '>': { min: version, minExclusive: true },
    '>=': { min: version },
  }
  return [readings[sign] ?? { min: version, max: version, maxInclusive: true }]
}

/** `~` keeps two numbers, `^` those up to the first that is not zero; the end shuts out its own prereleases. */
function upwards(version: string, sign: '~' | '^'): Interval[] | undefined {
  const numbers = dottedNumbers(version)
  return numbers && [{ min: version, max: `${nextOf(numbers.slice(0, sign === '~' ? 2 : caretLength(numbers)))}-` }]
}
