import { compareVersions, isValidVersion } from '../compare.ts'
import { unionIntervals } from '../interval-set.ts'
import type { Interval, SchemeId } from '../types.ts'
import { type Bracket, readBrackets } from './bracket-list.ts'
import { comparatorLists } from './comparators.ts'
import type { NativeSyntax } from './types.ts'

const mavenComparators = comparatorLists('maven')
const nugetComparators = comparatorLists('nuget')

/** Maven's "Version Range Specification": `[1,2)`, unions by commas; advisories also use comparators. */
export const maven: NativeSyntax = (text, options) => {
  const trimmed = text.trim()
  return /^[[(]/.test(trimmed) ? bracketUnion('maven', trimmed) : mavenComparators(trimmed, options)
}

/** NuGet's version ranges: one bracket, or a bare version as the least one; `*` floats. */
export const nuget: NativeSyntax = (text, options) => {
  const trimmed = text.trim()
  if (/^[[(]/.test(trimmed)) return bracketUnion('nuget', trimmed, 1)
  if (trimmed.startsWith(',')) return undefined
  if (/[<>=~^|,\s]/.test(trimmed)) return nugetComparators(trimmed, options)
  if (trimmed === '') return undefined
  const least = leastOfFloating(trimmed)
  if (least !== '' && !isValidVersion('nuget', least)) return undefined
  return { intervals: [least === '' ? {} : { min: least }] }
}

function bracketUnion(scheme: SchemeId, text: string, most = 1_000): { intervals: Interval[] } | undefined {
  const brackets = readBrackets(text)
  if (!brackets || brackets.length > most) return undefined
  const intervals: Interval[] = []
  for (const bracket of brackets) {
    const interval = intervalOf(scheme, bracket)
    if (!interval) return undefined
    intervals.push(interval)
  }
  return { intervals: unionIntervals(scheme, intervals) }
}

function intervalOf(scheme: SchemeId, bracket: Bracket): Interval | undefined {
  const { minExclusive, maxInclusive } = bracket
  const low = leastOfFloating(bracket.low)
  if (bracket.high === undefined) return low === '' ? undefined : { min: low, max: low, maxInclusive: true }
  const high = leastOfFloating(bracket.high)
  const order = low === '' || high === '' ? -1 : compareVersions(scheme, low, high)
  const isEmpty = order === 0 && scheme === 'nuget' && (minExclusive || !maxInclusive)
  if (order > 0 || isEmpty) return undefined
  return {
    ...(low !== '' && { min: low, ...(minExclusive && { minExclusive: true as const }) }),
    ...(high !== '' && { max: high, ...(maxInclusive && { maxInclusive: true as const }) }),
  }
}

/** The least version a floating one (`1.2.*`, `1.0-*`) may stand for. */
function leastOfFloating(version: string): string {
  if (version === '*') return ''
  return version.replace(/\.\*$/, '.0').replace(/-\*$/, '-0').replace(/\*$/, '0')
}
