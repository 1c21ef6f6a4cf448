/** Knowledge in PostgreSQL: a face of its own, so that a scan without a server loads no database client. */
export { type BundleHead, type BundleImport, importBundle, readBundleHead } from './bundle.ts'
export { type BundleFeed, type BundleSummary, exportBundle } from './bundle-export.ts'
export { techniqueCatalogues } from './catalogues.ts'
export { type Changes, changesSince } from './changes.ts'
export { type EpssHistoryPoint, epssDays, epssHistory } from './epss.ts'
export {
  beginFeedRun,
  bundledSources,
  claimDueFeeds,
  endFeedRun,
  type FeedRow,
  type FeedRunEnd,
  feedState,
  feedStates,
  loadedRecords,
  registerFeeds,
} from './feeds.ts'
export { fingerprintDigests, fingerprintSet, fingerprintSets } from './fingerprints.ts'
export { type IngestCounts, ingestKnowledge, type KnowledgeIngest } from './ingest.ts'
export { currentGeneration, type Publication } from './publish.ts'
export {
  type FiledStatement,
  fileSupplierVex,
  type SupplierVex,
  speakOf,
  supplierStatements,
  supplierVexInForce,
  withdrawSupplierVex,
} from './supplier-vex.ts'
export { readVulnerability, type StatementDetail, type VulnerabilityDetail } from './vulnerability.ts'
export { endInterruptedRuns } from './writer.ts'
