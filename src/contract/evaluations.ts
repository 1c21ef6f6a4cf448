import { z } from 'zod'
import { caseVariations } from '#core/vocabulary'
import { instant } from './words.ts'

const share = z.number().min(0).max(1)
const bounds = z.object({ low: z.number(), high: z.number() })
const words = z.string()

export const evaluationRow = z.object({
  id: words,
  importer: words,
  tool: words,
  name: words,
  target: words.nullable(),
  targetVersion: words.nullable(),
  /** What whoever brought it said that it tests; its cases may name others. */
  controlId: words.nullable(),
  /** Controls that its cases test. */
  controls: z.array(z.object({ id: words, name: words })),
  at: instant,
  importedAt: instant,
  importedBy: words,
  cases: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  undecided: z.number().int(),
  /** Failure rate among the cases with a verdict, and its interval (Wilson, 95 %); null without one. */
  failureRate: z.object({ value: share, interval: bounds }).nullable(),
  dropped: z.array(z.object({ code: words, example: words, count: z.number().int() })),
})
export type EvaluationRow = z.infer<typeof evaluationRow>
export const evaluationList = z.object({ evaluations: z.array(evaluationRow) })

const evaluationCase = z.object({
  key: words,
  cluster: words.optional(),
  stratum: words.optional(),
  control: words.optional(),
  result: z.enum(['pass', 'fail', 'insufficient']),
  attempts: z.number().int(),
  passed: z.number().int(),
  /** Attempts without a verdict; left out: none. */
  open: z.number().int().optional(),
  /** The case that this one asks otherwise, and how. */
  of: words.optional(),
  variation: z.enum(caseVariations).optional(),
  note: words.optional(),
})
export type EvaluationCaseRow = z.infer<typeof evaluationCase>
export const evaluationDetail = evaluationRow.extend({
  /** Those that failed first, then those without a verdict; at most 1,000. */
  list: z.array(evaluationCase),
})
export type EvaluationDetail = z.infer<typeof evaluationDetail>

export const evaluationQuery = z.object({
  /** File name, for messages and for telling formats apart. */
  name: z.string().trim().min(1).max(200),
  /** The control that it tests, where its cases do not say so themselves. */
  control: z.string().max(80).optional(),
  /** Version of what was tested. */
  version: z.string().trim().min(1).max(100).optional(),
  /** When it was run, where the report does not say; left out: now. */
  at: z.iso.datetime({ offset: true }).optional(),
})
export const takenEvaluation = z.object({
  run: words,
  importer: words,
  name: words,
  cases: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  undecided: z.number().int(),
  controls: z.array(words),
  /** Controls at a named version of which it was not said which version was tested: passes count a quarter. */
  unversioned: z.array(words),
  /** Nobody said when it was run: it counts as of when it was brought in. */
  untimed: z.boolean(),
  /** Closed cases that are open again: the regression case that proved a change failed. */
  reopened: z.array(words),
  dropped: z.array(z.object({ code: words, example: words, count: z.number().int() })),
  unchanged: z.boolean(),
})
export type TakenEvaluation = z.infer<typeof takenEvaluation>
