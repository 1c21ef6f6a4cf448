import { compareVersions, isValidVersion } from '../compare.ts'
import { unionIntervals } from '../interval-set.ts'
import type { Interval, SchemeId } from '../types.ts'
import { comparatorLists } from './comparators.ts'
import type { NativeSyntax } from './types.ts'

const bracket = /([[(])([^[\]()]*)([\])])/y
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
  const intervals: Interval[] = []
  for (let at = 0; at < text.length; at = skipComma(text, bracket.lastIndex)) {
    bracket.lastIndex = at
    const found = bracket.exec(text)
    const interval = found && intervalOf(scheme, found[1] === '(', found[2] ?? '', found[3] === ']')
    if (!interval || intervals.push(interval) > most) return undefined
  }
  return { intervals: unionIntervals(scheme, intervals) }
}

function skipComma(text: string, from: number): number {
  let at = from
  while (at < text.length && /[,\s]/.test(text.charAt(at))) at++
  return at
}

function intervalOf(
  scheme: SchemeId,
  minExclusive: boolean,
  inner: string,
  maxInclusive: boolean,
): Interval | undefined {
  const [low = '', high, more] = inner.split(',').map((part) => leastOfFloating(part.trim()))
  if (more !== undefined) return undefined
  if (high === undefined)
    return low === '' || minExclusive || !maxInclusive ? undefined : { min: low, max: low, maxInclusive: true }
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
