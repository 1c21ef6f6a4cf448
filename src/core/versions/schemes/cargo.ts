import { defineScheme } from '../scheme.ts'
import { compareSemver, parseSemver, type Semver } from '../semver-order.ts'

/** SemVer 2.0.0 to the letter, with 64-bit numbers. */
export const cargo = defineScheme<Semver>({
  id: 'cargo',
  source: 'SemVer 2.0.0; The Cargo Book',
  parse: (text) => parseSemver(text, { numbers: [3, 3], most: '18446744073709551615' }),
  compare: compareSemver,
  isPrerelease: (version) => version.prerelease.length > 0,
})
