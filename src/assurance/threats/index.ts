/** Scenarios, their barriers and what is left over of a risk. */
export {
  assumedBeta,
  type BarrierResidual,
  type BetaAssumption,
  type Residual,
  residualOf,
  type SharedCause,
} from './residual.ts'
export type { Barrier, Estimate, Scenario } from './scenario.ts'
