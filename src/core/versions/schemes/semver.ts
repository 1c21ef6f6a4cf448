import { defineScheme } from '../scheme.ts'
import { compareSemver, parseSemver, type Semver, type SemverRules } from '../semver-order.ts'

const rules: SemverRules = { numbers: [1, 6], prefix: /^v/i, leadingZeros: true }
/** No other words: 1.0.2k and 7.4p1 come after 1.0.2 and 7.4, which SemVer cannot say. */
const dashless = /^(v?\d+(?:\.\d+)*)\.?((?:alpha|beta|rc|preview|pre|dev|snapshot)(?:\.?\d.*|\..*)?)$/i

/**
 * SemVer 2.0.0 as advisories use it: a `v` and missing or further numbers are accepted, and a prerelease whose word
 * everybody knows may stand without its dash (1.21rc2, 1.0.0.beta).
 */
export const semver = defineScheme<Semver>({
  id: 'semver',
  source: 'SemVer 2.0.0; OSV schema, SEMVER ranges',
  parse: (text) => parseSemver(text, rules) ?? parseSemver(text.replace(dashless, '$1-$2'), rules),
  compare: compareSemver,
  isPrerelease: (version) => version.prerelease.length > 0,
})
