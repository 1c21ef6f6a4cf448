/** Scenarios, their barriers and what is left over of a risk. */

export {
  type BuiltInCatalogue,
  builtInCatalogues,
  namedTechniques,
  searchTechniques,
  type TitledTechnique,
  titledTechniques,
} from './catalogues/index.ts'
export {
  holding,
  type KeptMeasure,
  LEAST_CASES,
  type MeasuredBetas,
  nameOfSet,
  setsOf,
  termsOf,
} from './measured-cause.ts'
export { type ControlPast, type Driver, type Movement, type MovementCause, movementsOf } from './movements.ts'
export { type OscalControl, type OscalTerms, oscalRegister, writtenResidual } from './oscal.ts'
export { type ReadyBarrier, type ReadyControl, type ReadyScenario, readyScenarios } from './ready/index.ts'
export {
  assumedBeta,
  type BarrierResidual,
  type BetaAssumption,
  type BetaTerms,
  type PerAttempt,
  type Residual,
  residualOf,
  type SharedCause,
  sharingBarriers,
} from './residual.ts'
export type { Barrier, Estimate, Scenario } from './scenario.ts'
export { type DatedTerms, isSame, type RiskTerms, type StatedNumber } from './terms.ts'
