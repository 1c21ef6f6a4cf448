import { intersectIntervals, unionIntervals } from '../interval-set.ts'
import type { Interval, SchemeId } from '../types.ts'
import type { NativeOptions, NativePart } from './types.ts'

/** The intersection of the conditions of one comparator set, and the prereleases a resolver admits to it. */
export function comparatorSet(scheme: SchemeId, conditions: readonly Interval[][], options: NativeOptions): NativePart {
  const intervals = intersectionOf(scheme, conditions)
  if (options.prereleases !== 'resolver') return { intervals: aboveFloor(intervals, ['0.0.0-0']) }
  const releases = aboveFloor(intervals, ['0.0.0-0', '0.0.0'])
  return {
    intervals: releases,
    prereleases: intersectIntervals(scheme, intervals, namedPrereleases(conditions.flat())),
  }
}

/** What all conditions hold; none of them: everything. */
export function intersectionOf(scheme: SchemeId, conditions: readonly Interval[][]): Interval[] {
  const everything: Interval[] = [{}]
  return conditions.reduce((all, next) => intersectIntervals(scheme, all, next), everything)
}

/** The union of alternatives. */
export function unionOfSets(scheme: SchemeId, sets: readonly NativePart[], options: NativeOptions): NativePart {
  const intervals = unionIntervals(
    scheme,
    sets.flatMap((set) => set.intervals),
  )
  if (options.prereleases !== 'resolver') return { intervals }
  return {
    intervals,
    prereleases: unionIntervals(
      scheme,
      sets.flatMap((set) => set.prereleases ?? []),
    ),
  }
}

/** The prereleases of every release of which a bound names a prerelease. */
function namedPrereleases(intervals: readonly Interval[]): Interval[] {
  return intervals
    .flatMap(({ min, max }) => [min, max])
    .filter((bound) => bound?.includes('-'))
    .map((bound) => bound?.slice(0, bound.indexOf('-')))
    .map((release) => ({ min: `${release}-0`, max: `${release}` }))
}

/** A bound at the least version there is, or the least release where only releases count, is none; below it is nothing. */
function aboveFloor(intervals: readonly Interval[], floors: readonly string[]): Interval[] {
  const isFloor = (bound: string | undefined) => bound !== undefined && floors.includes(bound)
  return intervals
    .filter(({ max, maxInclusive }) => !isFloor(max) || maxInclusive)
    .map(({ min, ...rest }) => (min === undefined || (isFloor(min) && !rest.minExclusive) ? rest : { min, ...rest }))
}
