/** Reviews: when each is due and why; and the assumptions that they look at again. */
export type { Assumption } from './assumption.ts'
export {
  type DueReview,
  dueReview,
  dueReviews,
  type Growth,
  isAnswered,
  type ReviewFacts,
  type ReviewReason,
} from './due.ts'
export {
  type AssumptionInForce,
  assumptionsInForce,
  type Reckoned,
  reckoned,
  USUAL_HALF_LIFE_DAYS,
  whyNot,
} from './known-assumptions.ts'
