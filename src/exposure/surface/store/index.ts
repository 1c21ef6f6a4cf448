/** Scope, observations and runs of discovery in PostgreSQL. */
export {
  addRange,
  addSeed,
  approveName,
  askProof,
  dropUnproven,
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
export { changeDiscoverySettings, readDiscoverySettings, type SettingsChange, scopeMark } from './settings.ts'
