/** Evidence in the database. */
export { appendEvidence, countEvidence, readChain, verifyEvidence } from './chain.ts'
export { evidencePieces, type PiecePlace, type RecentPiece, type RecordedPiece, recentPieces } from './pieces.ts'
export { type EvidenceSum, evidenceSums, latestProbes, type ProbeSeen, sumsToJudge } from './sums.ts'
