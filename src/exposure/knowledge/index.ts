/** What is known of vulnerabilities: stored as each source said it, merged by alias, read through one port. */
export { buildIndex } from './build.ts'
export type { IndexHeader } from './index-file/format.ts'
export { type KnowledgeIndex, openIndex } from './index-file/reader.ts'
export { keysOf } from './keys.ts'
export { memoryReader } from './memory-reader.ts'
export { isCve, type Merge, type MergeRecord, mergeByAlias } from './merge.ts'
export type { Signals } from './signals.ts'
export { openStarter, readStarter, type StarterFile, starterReader } from './starter.ts'
