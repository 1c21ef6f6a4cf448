/** So short a version is never cut. */
const SHORT = 9
/** More at its end would leave no room for its beginning. */
const MOST_END = 10

/**
 * A version as what may be cut where room is short, and its end, which may not: of a distribution's version the revision
 * tells it from the one that fixes it (`1.1.1k-1+deb11u1`).
 */
export function versionParts(version: string): [start: string, end: string] {
  if (version.length <= SHORT) return [version, '']
  const revision = /[-+~][^-+~]*$/.exec(version)?.[0] ?? ''
  const end = revision.length > 2 && revision.length <= MOST_END ? revision.length : SHORT - 3
  return [version.slice(0, -end), version.slice(-end)]
}
