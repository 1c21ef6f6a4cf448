import type { MatchMethod } from '#core/vocabulary'
import { cnaMatcher } from './cna/index.ts'
import { cpeMatcher } from './cpe/index.ts'
import { distributionMatcher } from './distribution/index.ts'
import { ecosystemMatcher } from './ecosystem/index.ts'
import { productMatcher } from './product/index.ts'
import type { Matcher } from './types.ts'

const byMethod: Readonly<Record<MatchMethod, Matcher>> = {
  distribution: distributionMatcher,
  ecosystem: ecosystemMatcher,
  cna: cnaMatcher,
  cpe: cpeMatcher,
  product: productMatcher,
}

/** Every matcher, most trusted first. */
export const matchers: readonly Matcher[] = Object.values(byMethod)
