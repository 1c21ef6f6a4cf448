import { compareVersions, isPrerelease, isValidVersion } from './compare.ts'
import type { Containment, Interval, SchemeId, VersionRange } from './types.ts'

/**
 * Whether a version lies in a range. A bound or version that is no version of the scheme makes the answer `unparsable`
 * unless another interval holds the version for certain; nothing unreadable is ever "outside".
 */
export function contains(range: VersionRange, version: string): Containment {
  const { scheme, versions } = range
  const intervals = range.prereleases && isPrerelease(scheme, version) ? range.prereleases : range.intervals
  if (versions?.includes(version)) return 'inside'
  if (!isValidVersion(scheme, version)) return intervals.length > 0 || versions?.length ? unreadable(range) : 'outside'
  if (versions?.some((candidate) => compareVersions(scheme, candidate, version) === 0)) return 'inside'
  let unparsable = false
  for (const interval of intervals) {
    if (!isReadable(scheme, interval)) unparsable = true
    else if (isWithin(scheme, interval, version)) return 'inside'
  }
  return unparsable ? 'unparsable' : 'outside'
}

/** An interval without bounds holds everything, whatever it is called; but a resolver admits versions only. */
function unreadable({ intervals, prereleases }: VersionRange): Containment {
  const holdsAll = intervals.some((interval) => interval.min === undefined && interval.max === undefined)
  return holdsAll && prereleases === undefined ? 'inside' : 'unparsable'
}

function isReadable(scheme: SchemeId, { min, max }: Interval): boolean {
  return (min === undefined || isValidVersion(scheme, min)) && (max === undefined || isValidVersion(scheme, max))
}

function isWithin(scheme: SchemeId, { min, minExclusive, max, maxInclusive }: Interval, version: string): boolean {
  if (min !== undefined) {
    const order = compareVersions(scheme, version, min)
    if (order < 0 || (order === 0 && minExclusive)) return false
  }
  if (max === undefined) return true
  const order = compareVersions(scheme, version, max)
  return order < 0 || (order === 0 && maxInclusive === true)
}
