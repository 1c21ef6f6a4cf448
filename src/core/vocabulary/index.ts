/**
 * The field's nouns as types, and the parsers that make their ids. Pure. Readers of whole documents, which few callers
 * need, have faces of their own: `#core/vocabulary/ssvc` (decision tables), `#core/vocabulary/vex`.
 */
export type * from './advisory.ts'
export * from './ai-system.ts'
export * from './asset.ts'
export * from './assurance.ts'
export * from './assurance-case.ts'
export type * from './component.ts'
export * from './cpe/index.ts'
export {
  type Currency,
  DEFAULT_MAX_AGE_DAYS,
  isCurrent,
  isOfNoDay,
  type KnowledgeAge,
  limitOf,
  NO_DAY,
  newestAge,
} from './currency.ts'
export * from './cvss/index.ts'
export * from './cyclonedx-xml.ts'
export * from './ecosystem.ts'
export type * from './imported-inventory.ts'
export type * from './knowledge.ts'
export * from './match.ts'
export * from './priority.ts'
export * from './purl/index.ts'
export * from './relation.ts'
export type * from './reported-finding.ts'
export { reporterName, sourceName } from './source-name.ts'
export { decide, findMonotonicityBreaks, type MonotonicityBreak } from './ssvc/decide.ts'
export { publishedTables } from './ssvc/tables/index.ts'
export type { Decision, DecisionInputs, DecisionPoint, DecisionTable, DecisionValue } from './ssvc/types.ts'
export * from './surface.ts'
export * from './technique.ts'
export type * from './traced-span.ts'
