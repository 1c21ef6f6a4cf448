/** Evidence in the database. */
export { appendEvidence, countEvidence, readChain, verifyEvidence } from './chain.ts'
export { type RecentPiece, recentPieces } from './pieces.ts'
export { type EvidenceSum, evidenceSums, latestProbes, type ProbeSeen, sumsToJudge } from './sums.ts'
