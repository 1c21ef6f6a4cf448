/** The attack surface: what may be looked at, what was seen, whose it is, and what changed. */

export { type AgentTask, type AgentTerms, agentVantage, isAgentName, type ProbeAgent, termsOf } from './agent.ts'
export { approvalNotes } from './approval-notes.ts'
export { groupWaiting, type Waiting, type WaitingGroup } from './candidate-groups.ts'
export { changeWords, type SurfaceChange, surfaceChangeKinds } from './changes.ts'
export { missingProof } from './missing-proof.ts'
export {
  changesSpoken,
  type NoticeRule,
  type NoticeTell,
  noticeAsset,
  noticeTells,
  tellerOf,
} from './notice-rule.ts'
export {
  type Observation,
  type ObservationValue,
  observationIdOf,
  observationsOf,
  type ServiceStanding,
  standingOf,
} from './observation.ts'
export { pastedHost } from './pasted.ts'
export { type ProbeLogRow, packProbes, packQuestions, type QuestionLogRow } from './probe-log.ts'
export { notPublicSuffix } from './public-suffix.ts'
export { digestOfReading, READER, type Reading, readingOf } from './reading.ts'
export { type Judged, type Restood, restand, type StoodAsset } from './restand.ts'
export { type DiscoveryRun, type RunState, type RunTrouble, runStates, TAKEN_UP, type TrackedRun } from './run.ts'
export {
  addressesInScope,
  addressRulesOf,
  approvedIn,
  challengeOf,
  excludedBy,
  isName,
  isProven,
  isSaid,
  isWithin,
  nothingRuled,
  type ProofMethod,
  proofMethods,
  type Rulings,
  reconcileAddresses,
  rulingsOf,
  type Scope,
  type ScopeName,
  type ScopeProof,
  type ScopeRange,
  type ScopeRuling,
  upwards,
  type Word,
} from './scope.ts'
export { needsSecondLook } from './second-look.ts'
export { seedOf, seedsOf } from './seed.ts'
export { type DiscoverySettings, defaultSettings, quietWords, vantageOf, whyNotNow } from './settings.ts'
export {
  dueLook,
  everyText,
  LEAST_MINUTES,
  MOST_MINUTES,
  minutesToNext,
  parseEvery,
  proposedWatch,
  type Watch,
} from './watch.ts'
