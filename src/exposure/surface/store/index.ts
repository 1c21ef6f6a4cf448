/** Scope, observations and runs of discovery in PostgreSQL. */

export {
  addAgent,
  askAgent,
  batchesAfter,
  endOrder,
  findAgent,
  forgetBatches,
  hearAgent,
  keepBatch,
  keepOrderKey,
  listAgents,
  type OrderStand,
  orderKey,
  orderStand,
  removeAgent,
  stateOutside,
  takeOrder,
} from './agents.ts'
export { noteBaselines } from './baselines.ts'
export { changesOfRun, noteTold } from './changes.ts'
export { putNoticeRule, readNoticeRules } from './notice-rules.ts'
export { type AssetToRecord, assetsToRecord, noteRecording, standingObservations } from './observations.ts'
export { notePlaces } from './places.ts'
export { keepProbes, probedAddresses, readProbes } from './probe-log.ts'
export { noteProofs } from './proofs.ts'
export { keepQuestions, readQuestions } from './question-log.ts'
export { restandSurface } from './restand.ts'
export { inTurn, isTurnHeld } from './run-turn.ts'
export {
  beginRun,
  earlierComplete,
  endAbandoned,
  endRun,
  findRun,
  hasRunning,
  listRuns,
  noteRun,
  readJournal,
  sentSoFar,
} from './runs.ts'
export {
  addRange,
  addSeed,
  approveName,
  askProof,
  dropUnproven,
  isKnownHere,
  isSeenHere,
  keepProofCheck,
  noteAddresses,
  readScope,
  removeSeed,
  ruleAsset,
  type ScopeSpeaker,
  withdrawName,
  withdrawProof,
  withdrawRange,
  withdrawRuling,
} from './scope.ts'
export {
  changeDiscoverySettings,
  readDiscoverySettings,
  type SettingsChange,
  scopeMark,
  stopProbes,
  surfaceMark,
} from './settings.ts'
export { keepSightings, type Sightings } from './sightings.ts'
export { readSuspected } from './suspicions.ts'
export { tellObservations } from './tell.ts'
export { tellUnlooked } from './unlooked.ts'
export { settleLook, settleVanished } from './vanished.ts'
export {
  changedSinceDeep,
  changeWatch,
  claimDueLook,
  type KnownSurface,
  knownServices,
  knownSurface,
  readWatch,
} from './watch.ts'
