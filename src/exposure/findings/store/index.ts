/** Findings in PostgreSQL: recorded, and which vulnerabilities an asset has. */
export { type AssessmentBasis, assessmentBases, noteUntouched } from './assessments.ts'
export { type BulkRuling, revokeTogether, ruleOnThese } from './bulk-rulings.ts'
export {
  applyDispositions,
  endDispositions,
  type MadeDisposition,
  makeDisposition,
  rehearseRevoking,
  revokeDisposition,
  ruleOn,
} from './dispositions.ts'
export {
  commitPreview,
  endPreviews,
  expiredPreviews,
  failPreview,
  findPreview,
  keepPreview,
  type PreviewResult,
  renewPreview,
  type StoredPreview,
  startPreview,
} from './previews.ts'
export { type Assessed, nothingRecorded, type RecordedFindings, recordFindings } from './record.ts'
export { forgetScores, rescoreFindings, vulnerabilitiesFound } from './rescore.ts'
export {
  type BearingFinding,
  knownExploitedOn,
  openModelServersOn,
  type UntouchedFinding,
  untouchedFindings,
} from './safeguard-findings.ts'
export type { DayScore } from './scores.ts'
export { statesIt } from './states-it.ts'
export {
  openFindings,
  type ReturnReason,
  returnReasons,
  standingFindings,
  touchedFindings,
  unjudgedReasons,
} from './touched.ts'
export {
  findVexDocument,
  keepVexDocument,
  ruledFindings,
  type VexCandidate,
  vexCandidates,
} from './vex.ts'
export { assetsWith, assetsWithAny } from './vulnerabilities.ts'
