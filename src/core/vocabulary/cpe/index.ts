/** CPE 2.3 and 2.2 names, their matching and configurations (NISTIR 7695, 7696). */
export { evaluateConfiguration, type Ternary } from './evaluate-configuration.ts'
export { formatCpe, formatCpeUri } from './format-cpe.ts'
export { type CpeRelation, matchCpe, matchCpeAttributes, matchCpeValue } from './match-cpe.ts'
export { cpeOf, parseCpe } from './parse-cpe.ts'
export { type Cpe, type CpeAttribute, cpeAttributes } from './types.ts'
export { cpeValueOf, isCpeValue, quoteCpeValue, unquoteCpeValue } from './values.ts'
