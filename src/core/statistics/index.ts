/** Estimates with their uncertainty, and the source of each formula. Pure. */
export { type ClusteredMean, clusteredMean } from './clustered.ts'
export {
  type ControlFacts,
  type DecayTerms,
  type Demand,
  defaultDecay,
  type Efficacy,
  efficacyOf,
  failureOnDemand,
} from './control.ts'
export { type EvaluationGap, evaluationGap, type ProductionSample, type Stratum } from './evaluation-gap.ts'
export { daysToGrow } from './growth.ts'
export {
  type JudgeCounts,
  type JudgedSample,
  type JudgeError,
  predictionPowered,
  trueRate,
  trueRateBounds,
} from './judge.ts'
export {
  allFail,
  frechetBounds,
  groupFailure,
  lossFactor,
  type ScenarioTerms,
  type SharedGroup,
  scenarioFrequency,
  sharedCause,
} from './layers.ts'
export {
  boundsWords,
  factorWords,
  frequencyWords,
  inHundred,
  intervalWords,
  lossWords,
  moreBetween,
  moreInHundred,
  productWords,
  type Rounding,
  rough,
  significant,
  spanWords,
  statedFrequency,
} from './number-words.ts'
export {
  casesToDecide,
  type Discordant,
  type Gate,
  type GateVerdict,
  gate,
  mcNemar,
  pairedDifference,
} from './paired.ts'
export { type Bounds, boundWithoutFailure, casesToClaim, exactInterval, wilsonInterval } from './proportion.ts'
export { seededRandom } from './random.ts'
export { type ReviewReading, type ReviewVerdict, readReviews, USUAL_SEEDS } from './review-reading.ts'
export { calibrateReviewer, type ReviewerCalibration, type SeededReviews } from './reviewer.ts'
export {
  type AlarmSimulation,
  alarmThreshold,
  allPass,
  cusum,
  type SequentialTerms,
  type SequentialTest,
  sequentialTest,
  sequentialVerdict,
} from './sequential.ts'
export { benjaminiHochberg, holm } from './several.ts'
export { type JointTrial, type MeasuredCause, measureSharedCause } from './shared-cause.ts'
export { type MedianTime, medianTime, type SurvivalPoint } from './survival.ts'
export { medianSpan, type SpanOfTime } from './turnbull.ts'
