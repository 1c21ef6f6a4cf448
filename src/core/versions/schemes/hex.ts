import { defineScheme } from '../scheme.ts'
import { compareSemver, parseSemver, type Semver } from '../semver-order.ts'

/** Elixir's Version: SemVer 2.0.0 with exactly three numbers. */
export const hex = defineScheme<Semver>({
  id: 'hex',
  source: "Elixir's Version module",
  parse: (text) => parseSemver(text, { numbers: [3, 3] }),
  compare: compareSemver,
  isPrerelease: (version) => version.prerelease.length > 0,
})
