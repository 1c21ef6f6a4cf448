/** The probe port (law 6): what discovery may touch is judged on the address, at the moment of sending, and written down. */
export type { ProbeBudget } from './budget.ts'
export { fetchText, mayAskResolver, nameLookup, resolversOf } from './name-lookup.ts'
export { isOwnListener, LocalAddresses, type OwnListener } from './own-listeners.ts'
export { type GuardedProbePort, type ProbePortParts, type ProbeRules, probePort } from './port.ts'
export {
  ProbeLog,
  type ProbeLogSink,
  type ProbeOutcome,
  type ProbeRecord,
  type ProbeTotals,
  probeOutcomes,
} from './probe-log.ts'
export { type AskedQuestions, QuestionLog } from './question-log.ts'
export { areQuietHours, type QuietHours, quietClock } from './quiet-hours.ts'
export { parseServer, type ResolverPort, resolverPort } from './resolver-port.ts'
