/** Evaluations of AI systems: results of other tools, read into runs and cases, and what runs say together. */
export { CaseCollector } from './cases.ts'
export {
  type ComparedRun,
  type ComparisonTerms,
  compareRuns,
  type RunComparison,
  type StratumComparison,
} from './compare.ts'
export { type EvaluationFile, type EvaluationImporter, MAX_BYTES, type ReadEvaluation } from './contract.ts'
export { type FlakyCase, flakyCases } from './flaky.ts'
export {
  type CaseHistory,
  type CaseSighting,
  type CaseTurn,
  type ControlChange,
  caseHistory,
  type Flakiness,
  type VersionOfCase,
} from './history.ts'
export { fieldsOf, listOf, numberOf, parseJson, textOf } from './json.ts'
export { type JudgedRun, type JudgeTerms, judgeRun, usualTerms } from './judge-run.ts'
export {
  type FailureRate,
  failureRate,
  failureRates,
  judgedAttempts,
  type RepeatedPass,
  repeatedPass,
  type StratumRate,
} from './rates.ts'
export { evaluationImporters, readEvaluation } from './registry.ts'
export { failingCasesAsSarif, type SarifControl, type SarifRun } from './sarif.ts'
