/** One decision per (asset, vulnerability) by a published or own decision table, every input with its source. Pure. */
export { type Inference, inferAutomatable, inferTechnicalImpact } from './inference.ts'
export type { AssetContext, DecisionContext, KnowledgeExtent } from './inputs/index.ts'
export { epssChange, type Lev, likelyExploited } from './lev.ts'
export { type Prioritised, prioritise } from './prioritise.ts'
export { EPSS_BANDS, EPSS_STEP, epssBand, rankOf, withEpssBand } from './rank.ts'
export { dailyScores } from './scores.ts'
export { prioritiseStated } from './stated.ts'
export { answerablePoints, DEFAULT_TABLE, tableById, tables } from './tables.ts'
