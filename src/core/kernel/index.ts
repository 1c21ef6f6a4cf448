/** The few words every module shares: results, brands, instants, digests and partial success. Pure. */
export { assertNever } from './assert-never.ts'
export type { Brand } from './brand.ts'
export { chainStart, linkDigest, saltedDigest } from './chain.ts'
export { commandLine } from './command-line.ts'
export { canonicalJson, digestOf } from './digest.ts'
export { firstSentence } from './first-sentence.ts'
export {
  type Clock,
  type Day,
  dayOf,
  type Instant,
  millisecondsOf,
  parseDay,
  parseInstant,
  systemClock,
} from './instant.ts'
export { joined, joinedBy } from './joined.ts'
export { type Dropped, dropRecord, emptyOutcome, type Outcome, type OutcomeStatus, outcomeStatus } from './outcome.ts'
export { plainWords } from './plain-words.ts'
export { type Probability, parseProbability } from './probability.ts'
export type { DatagramChannel, ProbePort, ProbeTarget, ProbeTerms } from './probe-port.ts'
export type { Report } from './report.ts'
export { err, ok, type Problem, problem, type Result } from './result.ts'
