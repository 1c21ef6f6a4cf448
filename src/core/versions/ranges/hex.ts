import { invertIntervals } from '../interval-set.ts'
import type { Interval } from '../types.ts'
import { comparatorSet, unionOfSets } from './condition-sets.ts'
import type { NativePart, NativeSyntax } from './types.ts'

const condition = /^(==|!=|!|<=|>=|<|>|~>)?(\d+)\.(\d+)(?:\.(\d+))?(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/

/** Elixir's Version requirements: `and` (advisories: commas, blanks), `or` (`||`), `~>`, `!=`. */
export const hex: NativeSyntax = (text, options) => {
  const words = text
    .replace(/([<>=!~])\s+/g, '$1')
    .split(/[\s,]+/)
    .filter(Boolean)
  const sets: NativePart[] = []
  let conditions: Interval[][] = []
  // Elixir admits a prerelease only where every operand is one.
  let named = true
  for (const word of [...words, 'or']) {
    if (word === 'or' || word === '||') {
      if (conditions.length === 0) return undefined
      const { intervals } = comparatorSet('hex', conditions, { ...options, prereleases: 'ordered' })
      sets.push({ intervals, prereleases: named ? intervals : [] })
      conditions = []
      named = true
    } else if (word !== 'and') {
      const intervals = intervalsOf(word)
      if (!intervals) return undefined
      conditions.push(intervals)
      named &&= word.includes('-')
    }
  }
  return unionOfSets('hex', sets, options)
}

function intervalsOf(word: string): Interval[] | undefined {
  const [, sign = '==', major = '', minor = '', patch, prerelease = ''] = condition.exec(word) ?? []
  if (major === '' || (patch === undefined && sign !== '~>')) return undefined
  const version = `${major}.${minor}.${patch ?? '0'}${prerelease}`
  const point: Interval[] = [{ min: version, max: version, maxInclusive: true }]
  const readings: Readonly<Record<string, Interval[]>> = {
    '<': [{ max: version }],
    '<=': [{ max: version, maxInclusive: true }],
    '>': [{ min: version, minExclusive: true }],
    '>=': [{ min: version }],
    '==': point,
    '~>': [{ min: version, max: pessimisticEnd(major, patch === undefined ? undefined : minor) }],
  }
  return readings[sign] ?? invertIntervals('hex', point)
}

/** `~> 2.1` ends before 3.0.0 and its prereleases, `~> 2.1.3` before those of 2.2.0. */
function pessimisticEnd(major: string, minor: string | undefined): string {
  return minor === undefined ? `${BigInt(major) + 1n}.0.0-0` : `${major}.${BigInt(minor) + 1n}.0-0`
}
