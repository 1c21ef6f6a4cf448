import { compareVersions, isPrerelease, isVersion, parsedVersion } from './compare.ts'
import { schemes } from './registry.ts'
import type { Containment, Interval, SchemeId, VersionRange } from './types.ts'

/**
 * Whether a version lies in a range. A bound or version that is no version of the scheme makes the answer `unparsable`
 * unless another interval holds the version for certain; nothing unreadable is ever "outside".
 */
export function contains(range: VersionRange, version: string): Containment {
  const { scheme, versions } = range
  const intervals = range.prereleases && isPrerelease(scheme, version) ? range.prereleases : range.intervals
  if (versions?.includes(version)) return 'inside'
  const value = parsedVersion(scheme, version)
  if (!isVersion(scheme, value)) return intervals.length > 0 || versions?.length ? unreadable(range) : 'outside'
  if (versions?.some((candidate) => compareVersions(scheme, candidate, version) === 0)) return 'inside'
  let unparsable = false
  // By place: it is asked for every statement about every component, before any of this is compiled.
  for (let at = 0; at < intervals.length; at++) {
    const within = isWithin(scheme, intervals[at]!, value)
    if (within === undefined) unparsable = true
    else if (within) return 'inside'
  }
  return unparsable ? 'unparsable' : 'outside'
}

/** An interval without bounds holds everything, whatever it is called; but a resolver admits versions only. */
function unreadable({ intervals, prereleases }: VersionRange): Containment {
  const holdsAll = intervals.some((interval) => interval.min === undefined && interval.max === undefined)
  return holdsAll && prereleases === undefined ? 'inside' : 'unparsable'
}

/** `undefined`: one of the bounds is no version. */
function isWithin(scheme: SchemeId, interval: Interval, version: unknown): boolean | undefined {
  const { compare } = schemes[scheme]
  const min = interval.min === undefined ? undefined : parsedVersion(scheme, interval.min)
  if (interval.min !== undefined && !isVersion(scheme, min)) return undefined
  const max = interval.max === undefined ? undefined : parsedVersion(scheme, interval.max)
  if (interval.max !== undefined && !isVersion(scheme, max)) return undefined
  if (min !== undefined) {
    const order = compare(version, min)
    if (order < 0 || (order === 0 && interval.minExclusive)) return false
  }
  if (max === undefined) return true
  const order = compare(version, max)
  return order < 0 || (order === 0 && interval.maxInclusive === true)
}
