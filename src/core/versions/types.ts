/** Version schemes by the name VERS and purl use for them. */
export const schemeIds = [
  'semver',
  'npm',
  'pypi',
  'maven',
  'gem',
  'golang',
  'nuget',
  'composer',
  'cargo',
  'deb',
  'rpm',
  'apk',
  'alpm',
  'hex',
  'conan',
  'pub',
  'cran',
  'hackage',
  'gentoo',
  'openssl',
  'jvm',
  'datetime',
  'lexicographic',
  'intdot',
  'generic',
] as const
export type SchemeId = (typeof schemeIds)[number]

/**
 * A contiguous part of a scheme's order. Without flags it is OSV's shape: `min` (introduced) inside, `max` (fixed)
 * outside. A missing bound is unbounded. Kept this terse because millions are stored.
 */
export interface Interval {
  min?: string
  minExclusive?: true
  max?: string
  maxInclusive?: true
}

/** A union of intervals and single versions under one scheme. No intervals and no versions: the empty range. */
export interface VersionRange {
  scheme: SchemeId
  intervals: Interval[]
  versions?: string[]
  /**
   * Set for ranges read as a package manager's resolver reads them: prerelease versions are judged by these intervals
   * and all others by `intervals`. Absent: prereleases are versions like any other.
   */
  prereleases?: Interval[]
}

/** `unparsable`: the version (or a bound it had to meet) is no version of the scheme, so nothing is claimed. */
export type Containment = 'inside' | 'outside' | 'unparsable'
