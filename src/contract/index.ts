/** The HTTP API and its events as schemas: the only thing of the server that the browser part may import. */
export { ended, type OwnSession, ownSessionList, passwordChange } from './account.ts'
export {
  type AssetChange,
  type AssetDetail,
  type AssetListQuery,
  type AssetRow,
  type AssetSort,
  assetChange,
  assetDetail,
  assetListQuery,
  assetPage,
  assetRow,
  type ComponentRow,
  componentPage,
  componentRow,
  type ImportListQuery,
  type ImportRow,
  type ImportSort,
  importListQuery,
  importPage,
  importRow,
  type UrgencyCounts,
} from './assets.ts'
export { type CoverageSummary, coverageSummary } from './coverage.ts'
export {
  type DispositionListQuery,
  type DispositionRow,
  dispositionListQuery,
  dispositionPage,
  dispositionRow,
  type RulingEffect,
  type RulingRequest,
  revoked,
  revokeQuery,
  rulingEffect,
  rulingRequest,
} from './dispositions.ts'
export { type FeedList, type FeedRow, type FeedRunRow, feedList, feedRow, refreshRequest } from './feeds.ts'
export {
  assetFilterKeys,
  type Filter,
  type FilterTerm,
  filterProblem,
  findingFilterKeys,
  foldsPlaces,
  formatFilter,
  forPerson,
  hasTerm,
  importFilterKeys,
  parseFilter,
  toggleTerm,
} from './filter.ts'
export {
  type FindingChangeEffect,
  type FindingChangeRequest,
  type FindingChangeRow,
  findingChangeEffect,
  findingChangeListQuery,
  findingChangePage,
  findingChangeRequest,
  MOST_CHANGED,
  type Undone,
  undone,
} from './finding-changes.ts'
export { fixedWords, levReachWords, percentWords } from './finding-words.ts'
export {
  type DecisionInputRow,
  type Facets,
  type FindingDetail,
  type FindingListQuery,
  type FindingRow,
  type FindingSort,
  facets,
  findingDetail,
  findingListQuery,
  findingPage,
  findingRow,
  findingSorts,
  type TimelineEntry,
} from './findings.ts'
export {
  type FixActionDetail,
  type FixActionListQuery,
  type FixActionRow,
  type FixActionSort,
  fixActionDetail,
  fixActionListQuery,
  fixActionPage,
  fixClaim,
  fixClaimed,
} from './fix-actions.ts'
export { claimedWords, closesWords, counted, doWords, firstStepWords, fromWords, reasonWords } from './fix-words.ts'
export { importQuery, type Job, job, jobList, type ServerEvent, serverEvent } from './jobs.ts'
export { type Overview, overview } from './overview.ts'
export { type ListQuery, listQuery, listQueryOf, type Page, pageOf } from './page.ts'
export { type ProblemDocument, problemDocument } from './problem.ts'
export {
  type LoginRequest,
  loginRequest,
  type SessionState,
  type SetupRequest,
  sessionState,
  setupRequest,
} from './session.ts'
export {
  type StatementView,
  type VulnerabilityDetail,
  type VulnerabilityListQuery,
  type VulnerabilityRow,
  type VulnerabilitySort,
  vulnerabilityDetail,
  vulnerabilityListQuery,
  vulnerabilityPage,
} from './vulnerabilities.ts'
export { type Role, role } from './words.ts'
