/** Reads the public feeds into statements and signals. Stores nothing. */
export {
  type ChangeList,
  defaultFeedLimits,
  type Feed,
  type FeedFile,
  type FeedLimits,
  type FeedRead,
  type FeedSink,
  type OfficialFile,
} from './contract.ts'
export { catalogueFile, otherCatalogues } from './kev/others.ts'
export { filesOfMirror, pathsOfFeed } from './mirror.ts'
export { feeds, maxAgeDaysOf } from './registry.ts'
