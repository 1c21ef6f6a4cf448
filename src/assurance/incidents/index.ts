/** Incidents, near misses, hazards and exercises, and when they may be closed. */
export type { AssuranceCase, CaseBarrier, CaseChange } from './case.ts'
export { type ClosingProof, type MissingProof, missingForClosing, type RegressionResult } from './closing.ts'
