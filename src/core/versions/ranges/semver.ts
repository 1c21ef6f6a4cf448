import { invertIntervals } from '../interval-set.ts'
import type { Interval } from '../types.ts'
import { comparatorLists } from './comparators.ts'
import { intersectionOf, unionOfSets } from './condition-sets.ts'
import { partialOf, semverOperators } from './semver-partial.ts'
import type { NativeOptions, NativePart, NativeSyntax } from './types.ts'

const asWritten = comparatorLists('semver')
const condition = /^(==|!=|[<>]=|=[<>]|[~^<>=])?v?([0-9xX*.]*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/
/** Signs that a resolver may find the other way round. */
const turned: Readonly<Record<string, string>> = { '=>': '>=', '=<': '<=' }

/**
 * SemVer has no ranges of its own. Advisories' comparator lists mean what is written (`ordered`); a resolver reads them
 * as Masterminds/semver and aquasecurity/go-version do: a version with places left out stands for its whole line, and a
 * prerelease is admitted only where every condition names one.
 */
export const semver: NativeSyntax = (text, options) => {
  if ((options.prereleases ?? 'ordered') === 'ordered') return asWritten(text, options)
  const sets: NativePart[] = []
  for (const alternative of text.split('||')) {
    const set = setOf(alternative, options)
    if (!set) return undefined
    sets.push(set)
  }
  return unionOfSets('semver', sets, options)
}

function setOf(text: string, options: NativeOptions): NativePart | undefined {
  const words = text
    .replace(/([<>=!~^])\s+/g, '$1')
    .split(/[\s,]+/)
    .filter(Boolean)
  const conditions: Interval[][] = []
  for (const word of words) {
    const intervals = intervalsOf(word)
    if (!intervals) return undefined
    conditions.push(intervals)
  }
  const intervals = intersectionOf('semver', conditions)
  const named = words.length > 0 && words.every((word) => word.includes('-'))
  return { intervals, prereleases: named && options.prereleases === 'resolver' ? intervals : [] }
}

function intervalsOf(word: string): Interval[] | undefined {
  const [found, stated = '', numbers = '', prerelease = ''] = condition.exec(word) ?? []
  const partial = found === undefined ? undefined : partialOf(numbers, { loose: true })
  if (!partial) return undefined
  // A prerelease of a version with places left out is that of no version.
  if (prerelease !== '' && partial.numbers.length < 3) return []
  const sign = turned[stated] ?? stated
  const named = { ...partial, prerelease }
  const options: NativeOptions = { prereleases: 'included' }
  if (sign === '!=') return invertIntervals('semver', semverOperators['=']?.(named, options) ?? [])
  if (sign === '<' && partial.numbers.length > 0)
    return [{ max: `${[...partial.numbers, 0n, 0n].slice(0, 3).join('.')}${prerelease}` }]
  return semverOperators[sign]?.(named, options)
}
