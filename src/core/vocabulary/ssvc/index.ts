/** SSVC decision tables as data (CERT/CC SSVC, DecisionTable 2.0.0). */
export { decide, findMonotonicityBreaks, type MonotonicityBreak } from './decide.ts'
export { parseDecisionTable } from './parse-decision-table.ts'
export { publishedTables } from './tables/index.ts'
export type { Decision, DecisionInputs, DecisionPoint, DecisionTable, DecisionValue } from './types.ts'
