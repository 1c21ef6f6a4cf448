/** Evaluations of AI systems: results of other tools, read into runs and cases. */
export { type EvaluationFile, type EvaluationImporter, MAX_BYTES, type ReadEvaluation } from './contract.ts'
export { evaluationImporters, readEvaluation } from './registry.ts'
