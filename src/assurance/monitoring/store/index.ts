/** What is counted of traces, in the database. */
export {
  approveGateway,
  comeThrough,
  type GrantedGateway,
  keepGatewaySecret,
  noteProbe,
  noteVerdict,
  type ProbedControl,
  probedControls,
  readGateways,
} from './liveness.ts'
export {
  aboveBound,
  forgetMonitors,
  keepMonitorState,
  keepReading,
  monitorStates,
  strataOf,
  type TraceSource,
  traceSources,
  type Use,
  useOf,
} from './monitors.ts'
export {
  addItems,
  addSeeds,
  countedOutcomes,
  countSeeds,
  decideItem,
  decisionsOf,
  hasItem,
  type KeptQueue,
  type NewlyCounted,
  nextItems,
  type ReviewedReference,
  readQueues,
  writeQueue,
} from './review-queues.ts'
export { type Rule, type RuleKind, readRules, recordRules, traceRules } from './rules.ts'
export {
  addControlHours,
  addHours,
  addWindows,
  forgetOld,
  hasEnded,
  knownStrata,
  lastEffects,
  takeEnded,
  takeUntold,
  untoldControls,
} from './settle.ts'
export {
  changeTraceSettings,
  keepRecent,
  keepTallies,
  noteRequest,
  noteSources,
  type RecentSpan,
  recentSpans,
  traceSettings,
} from './take.ts'
