/** What traces of AI systems tell of demands, controls and use; counted, without content and without names of people. */
export { type Counts, countEnded, type EndedTraces, type HourCounts } from './counts.ts'
export { type MeasuredGap, measureGap, type TestedStratum } from './gap.ts'
export {
  type Gateway,
  type GatewayAnswer,
  type GatewayLimits,
  judgeLife,
  type LifeVerdict,
  type ProbeRule,
  readGatewayAnswer,
} from './liveness.ts'
export { makeMarker } from './marker.ts'
export {
  advanceRate,
  type Monitor,
  outcomesOf,
  type RateMonitor,
  type RateState,
  type Reading,
  readBudget,
  readDrift,
  readRate,
  readWindow,
} from './monitors.ts'
export { pseudonym, redact } from './redact.ts'
export {
  type ReviewDecision,
  type ReviewItem,
  type ReviewQueue,
  type SeedTruth,
  seedsFor,
} from './review-queue.ts'
export { Attribution, type ControlTraces, type SystemTraces } from './rules.ts'
export { defaultTraceSettings, isSampled, type TraceSettings } from './settings.ts'
export { isProbe, type Tallied, type TraceTally, tallySpans } from './tally.ts'
