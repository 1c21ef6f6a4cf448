/** SSVC decision tables read from their published JSON (CERT/CC SSVC, DecisionTable 2.0.0). */
export { parseDecisionTable } from './parse-decision-table.ts'
