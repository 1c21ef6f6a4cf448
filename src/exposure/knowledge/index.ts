/** What is known of vulnerabilities: stored as each source said it, merged by alias, read through one port. */
export { buildIndex } from './build.ts'
export type { IndexHeader } from './index-file/format.ts'
export { type KnowledgeIndex, openIndex } from './index-file/reader.ts'
export { keysOf } from './keys.ts'
export { memoryReader } from './memory-reader.ts'
export { isCve, type Merge, type MergeRecord, mergeByAlias } from './merge.ts'
export type { Signals } from './signals.ts'
export { openStarter, readStarter, type StarterFile, starterReader } from './starter.ts'
export { type BundleHead, type BundleImport, importBundle, readBundleHead } from './store/bundle.ts'
export { type BundleFeed, type BundleSummary, exportBundle } from './store/bundle-export.ts'
export { type Changes, changesSince } from './store/changes.ts'
export { type EpssHistoryPoint, epssDates, epssHistory } from './store/epss.ts'
export {
  beginFeedRun,
  dueFeeds,
  endFeedRun,
  type FeedRow,
  type FeedRunEnd,
  feedState,
  feedStates,
  registerFeeds,
} from './store/feeds.ts'
export { type IngestCounts, ingestKnowledge, type KnowledgeIngest } from './store/ingest.ts'
export { currentGeneration, type Publication } from './store/publish.ts'
export { readVulnerability, type StatementDetail, type VulnerabilityDetail } from './store/vulnerability.ts'
