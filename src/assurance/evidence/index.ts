/** Append-only, hash-chained evidence about controls. */
export {
  type ChainedEvidence,
  type Evidence,
  type EvidenceCheck,
  EvidenceVerifier,
  evidenceContent,
  evidenceStart,
} from './evidence.ts'
export { exportedLines, verifyExport } from './export.ts'
