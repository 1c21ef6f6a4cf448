export type { Answer, AnswerPoint, AssetContext, DecisionContext, KnowledgeExtent } from './contract.ts'
export { type ExploitationEvidence, exploitationOf, inKev } from './exploitation.ts'
export { answers } from './registry.ts'
