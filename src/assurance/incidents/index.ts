/** Incidents, near misses, hazards and exercises, and when they may be closed. */
export type {
  AssuranceCase,
  CaseBarrier,
  CaseChange,
  CaseKindChange,
  CaseLink,
  CaseMoment,
  CaseRoleOf,
} from './case.ts'
export {
  type ClosingProof,
  didNotHold,
  happenedAt,
  type MissingProof,
  type NewestProbe,
  proofCounts,
} from './change-proof.ts'
export {
  endedExceptions,
  isProven,
  missingForClosing,
  provenChanges,
  refutedProofs,
  type ShownProof,
  shownProofs,
  type UnprovenChange,
  unprovenChanges,
} from './closing.ts'
export { latestException, ownerOfChange } from './exception.ts'
export { exportCase } from './exports/index.ts'
export type { RegressionResult } from './failed-before.ts'
export { gravestKind, isDowngrade } from './kinds.ts'
export { stepWords } from './moments.ts'
export {
  dueOf,
  isTimeZone,
  type ObligationCalendar,
  type ObligationRule,
  obligationRules,
  rulesOn,
} from './obligations/index.ts'
export {
  type Playbook,
  type PlaybookSection,
  type PlaybookStep,
  type PlaybookTrigger,
  readPlaybook,
  whyProposed,
} from './playbook.ts'
export { type ProposedPattern, proposePattern } from './propose-pattern.ts'
export { asReadBy, type CaseReader, mayRead } from './reading.ts'
export { readyPlaybooks } from './ready-playbooks.ts'
export { type SimilarCase, similarCases } from './similar.ts'
export { type CaseTime, caseTimes } from './times.ts'
export { type UnheldProof, unheldProofs } from './unheld-proof.ts'
