import { defineScheme } from '../scheme.ts'
import { compareSemver, parseSemver, type Semver } from '../semver-order.ts'

/** SemVer 2.0.0 as advisories use it: a `v` and missing or further numbers are accepted. */
export const semver = defineScheme<Semver>({
  id: 'semver',
  source: 'SemVer 2.0.0; OSV schema, SEMVER ranges',
  parse: (text) => parseSemver(text, { numbers: [1, 6], prefix: /^v/i, leadingZeros: true }),
  compare: compareSemver,
  isPrerelease: (version) => version.prerelease.length > 0,
})
