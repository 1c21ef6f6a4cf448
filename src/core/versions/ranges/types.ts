import type { Interval } from '../types.ts'

export interface NativeOptions {
  /**
   * `ordered` (default): prereleases are judged by the order alone and bounds stay as written, as advisories mean them.
   * `included`: as a resolver that admits prereleases. `resolver`: as a resolver that admits only the prereleases a
   * range names, `excluded`: as one that admits none (both fill `VersionRange.prereleases`).
   */
  prereleases?: 'ordered' | 'included' | 'resolver' | 'excluded'
  /** node-semver's loose reading: a prerelease without dash, leading zeros. */
  loose?: boolean
}

/** What one range text holds; `prereleases` as in `VersionRange`. */
export interface NativePart {
  intervals: Interval[]
  prereleases?: Interval[]
}

/** A plug-in of the seam: one ecosystem's range syntax. `undefined`: no range. Linear, never throws. */
export type NativeSyntax = (text: string, options: NativeOptions) => NativePart | undefined
