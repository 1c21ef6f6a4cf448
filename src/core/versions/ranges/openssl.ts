import { unionIntervals } from '../interval-set.ts'
import { comparatorLists } from './comparators.ts'
import type { NativeSyntax } from './types.ts'

const comparators = comparatorLists('openssl')

/** OpenSSL's advisories list single versions with commas; anything with an operator is a comparator list. */
export const openssl: NativeSyntax = (text, options) => {
  if (!/^[^<>=!~^*|]+$/.test(text)) return comparators(text, options)
  const versions = text.split(/[,\s]/).filter(Boolean)
  return {
    intervals: unionIntervals(
      'openssl',
      versions.map((version) => ({ min: version, max: version, maxInclusive: true })),
    ),
  }
}
