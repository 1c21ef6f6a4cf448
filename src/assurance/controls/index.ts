/** Controls and what evidence says of them. */
export {
  assessControl,
  type ControlAssessment,
  type DayOfEvidence,
  type Liveness,
  probeHoldsUntil,
  recentSince,
  tracesHoldUntil,
} from './assess.ts'
export { bearingOf } from './bearing.ts'
export type { ClearedEvidence } from './cleared.ts'
export type { Control } from './control.ts'
export type { Doubt, Limit } from './doubt.ts'
export {
  type Framework,
  type FrameworkReference,
  frameworkReferences,
  frameworks,
  searchReferences,
} from './frameworks/index.ts'
export { type Footing, type Ground, groundsOf, type RestsOn } from './grounds.ts'
