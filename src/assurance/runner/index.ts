/** Our own small runner: datasets, how they are asked, what is said of the answers. Whoever asks is a flow. */
export { type Completion, MAX_ANSWER, readCompletion } from './completion.ts'
export { afterAnswer, type ChatMessage, requestBody, type Script, scriptOf } from './conversation.ts'
export { type Dataset, type DatasetCase, type Judge, judgesOf, readDataset } from './dataset.ts'
export { judgeQuestion, judgeVerdict } from './judge.ts'
export { type ElicitationGap, elicitationGaps } from './measures.ts'
export {
  type AttemptEnd,
  type PlannedAttempt,
  planOf,
  type RunTerms,
  type SequentialStanding,
  sequentialStanding,
  unitOf,
} from './plan.ts'
export { evaluationOf, type LeftOut, linesOf } from './result.ts'
export { type Conversation, scoreOf, scorerName } from './scorers/index.ts'
