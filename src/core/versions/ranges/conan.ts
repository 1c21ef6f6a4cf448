import { intersectIntervals, unionIntervals } from '../interval-set.ts'
import type { Interval } from '../types.ts'
import type { NativePart, NativeSyntax } from './types.ts'

const condition = /^([<>]=?|=|~|\^)?([^<>=~^*]+)$/
const everything: NativePart = { intervals: [{}], prereleases: [] }

/**
 * Conan 2 version ranges: blanks join, `||` separates. Prereleases stay outside for a resolver unless
 * `include_prerelease` or a condition that ends in `-` lets them in.
 */
export const conan: NativeSyntax = (text, options) => {
  const [expression = '', ...flags] = text.split(',').map((part) => part.trim())
  const sets: NativePart[] = []
  for (const alternative of expression.split('||')) {
    const set = setOf(alternative)
    if (!set) return undefined
    sets.push(set)
  }
  const admitted = flags.some((flag) => /^include_prerelease(?:\s*=\s*True)?$/i.test(flag))
  const intervals = unionIntervals(
    'conan',
    sets.flatMap((set) => set.intervals),
  )
  if (options.prereleases !== 'resolver' || admitted) return { intervals }
  return {
    intervals,
    prereleases: unionIntervals(
      'conan',
      sets.flatMap((set) => set.prereleases ?? []),
    ),
  }
}

function setOf(text: string): NativePart | undefined {
  const words = text
    .replace(/([<>=~^])\s+/g, '$1')
    .split(/\s+/)
    .filter(Boolean)
  let { intervals } = everything
  let admits = false
  for (const word of words) {
    admits ||= word.includes('-')
    const part = intervalsOf(word.replace(/-$/, ''))
    if (!part) return undefined
    intervals = intersectIntervals('conan', intervals, part)
  }
  return { intervals, prereleases: admits ? intervals : [] }
}

function intervalsOf(word: string): Interval[] | undefined {
  if (word === '*') return [{}]
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
  const numbers = /^\d+(?:\.\d+)*/.exec(version)?.[0].split('.').map(BigInt)
  if (!numbers) return undefined
  const first = numbers.findIndex((number) => number !== 0n)
  const length = sign === '~' ? 2 : first < 0 ? numbers.length : first + 1
  const kept = numbers.slice(0, length)
  const end = kept.map((number, at) => (at === kept.length - 1 ? number + 1n : number)).join('.')
  return [{ min: version, max: `${end}-` }]
}
