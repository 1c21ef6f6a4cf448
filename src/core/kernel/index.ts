/** The few words every module shares: results, brands, instants, digests and partial success. Pure. */
export { assertNever } from './assert-never.ts'
export type { Brand } from './brand.ts'
export { canonicalJson, digestOf } from './digest.ts'
export { type Clock, type Day, dayOf, type Instant, parseDay, parseInstant, systemClock } from './instant.ts'
export { joined } from './joined.ts'
export { type Dropped, dropRecord, emptyOutcome, type Outcome, type OutcomeStatus, outcomeStatus } from './outcome.ts'
export { type Probability, parseProbability } from './probability.ts'
export { err, ok, type Problem, problem, type Result } from './result.ts'
