import type { SchemeId } from './types.ts'

/** A plug-in of the seam: how one ecosystem reads and orders its versions. */
export interface VersionScheme<Parsed = unknown> {
  id: SchemeId
  /** Names of the standard or program it follows. */
  source: string
  /** `undefined`: no version of this scheme. Linear in the length of the text, never throws. */
  parse(text: string): Parsed | undefined
  /**
   * Where the ecosystem's own program has a place in its order for what it takes for no version: false for such a text.
   * It is sorted there, but nothing is claimed about it in ranges. Absent: what is parsed is a version.
   */
  isVersion?: ((parsed: Parsed) => boolean) | undefined
  /** Total order of parsed versions: negative, zero, positive. */
  compare(a: Parsed, b: Parsed): number
  /** Absent: the scheme has no prereleases. */
  isPrerelease?: ((version: Parsed) => boolean) | undefined
}

/** Keeps a scheme's parsed type private to it, so that schemes of all types stand in one registry. */
export function defineScheme<Parsed>(scheme: VersionScheme<Parsed>): VersionScheme {
  const { isPrerelease, isVersion } = scheme
  // All of one shape, optional parts included: comparing is the hot path of matching.
  return {
    id: scheme.id,
    source: scheme.source,
    parse: scheme.parse,
    compare: scheme.compare as VersionScheme['compare'],
    isVersion: isVersion as VersionScheme['isVersion'],
    isPrerelease: isPrerelease as VersionScheme['isPrerelease'],
  }
}
