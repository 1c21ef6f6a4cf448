import { defineScheme } from '../scheme.ts'
import { compareSemver, parseSemver, type Semver } from '../semver-order.ts'

/** NuGet: one to four numbers of 32 bits, prereleases without case. */
export const nuget = defineScheme<Semver>({
  id: 'nuget',
  source: 'NuGet.Versioning',
  parse: (text) =>
    parseSemver(text.trim(), { numbers: [1, 4], leadingZeros: true, foldCase: true, most: '2147483647' }),
  compare: compareSemver,
  isPrerelease: (version) => version.prerelease.length > 0,
})
