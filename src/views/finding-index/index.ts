/** Findings in memory, to be filtered, counted, sorted and paged. */
export type { ActionAsset } from './action-assets.ts'
export type { ActionCounts, CountedFindings } from './by-action.ts'
export type { AssetCounts } from './by-asset.ts'
export { FindingIndex } from './finding-index.ts'
export { readPosition, writePosition } from './position.ts'
export type { Ranked } from './ranked.ts'
export { FindingsBeingRead } from './reading.ts'
export type { TodayCounts } from './today.ts'
