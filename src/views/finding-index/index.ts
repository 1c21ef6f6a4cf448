/** Findings in memory, to be filtered, counted, sorted and paged. */
export type { RankedVulnerability } from './by-vulnerability.ts'
export { FindingIndex } from './finding-index.ts'
export { readPosition, writePosition } from './position.ts'
export type { TodayCounts } from './today.ts'
