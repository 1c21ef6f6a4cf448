import { defineScheme } from '../scheme.ts'
import { compareIdentifiers, compareSemver, parseSemver, type Semver } from '../semver-order.ts'

/** Dart's pub: SemVer, but build metadata counts: a version with one is above the same without. */
export const pub = defineScheme<Semver>({
  id: 'pub',
  source: 'pub_semver',
  parse: (text) => parseSemver(text, { numbers: [3, 3], prefix: /^v/, leadingZeros: true }),
  compare: (a, b) => compareSemver(a, b) || compareIdentifiers(a.build, b.build),
})
