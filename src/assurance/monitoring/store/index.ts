/** What is counted of traces, in the database. */
export { readRules, recordRules, type Rule, type RuleKind, traceRules } from './rules.ts'
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
  type RecentSpan,
  traceSettings,
} from './take.ts'
