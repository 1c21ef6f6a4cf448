import { z } from 'zod'
import { barrierOutcomes, caseChangeKinds, caseKinds } from '#core/vocabulary'
import { instant } from './words.ts'

const words = z.string()
const day = z.iso.date()
const time = z.iso.datetime({ offset: true })

const caseBarrier = z.object({ controlId: words, outcome: z.enum(barrierOutcomes), note: words.nullable() })
const caseChange = z.object({
  id: words,
  controlId: words,
  kind: z.enum(caseChangeKinds),
  what: words,
  madeAt: instant,
  madeBy: words,
  regressionKey: words.nullable(),
  owner: words.nullable(),
  nextReview: words.nullable(),
  until: words.nullable(),
})

const caseRow = z.object({
  id: words,
  kind: z.enum(caseKinds),
  title: words,
  summary: words,
  pattern: words.nullable(),
  system: words.nullable(),
  occurredFrom: instant.nullable(),
  occurredTo: instant.nullable(),
  detectedAt: instant.nullable(),
  containedAt: instant.nullable(),
  reportedAt: instant,
  reportedBy: words,
  state: z.enum(['open', 'closed']),
  closedAt: instant.nullable(),
  closedBy: words.nullable(),
  reopenedWhy: words.nullable(),
  barriers: z.array(caseBarrier),
  changes: z.array(caseChange),
})
export type CaseRow = z.infer<typeof caseRow>
/** Open ones first; at most 500. */
export const caseList = z.object({ cases: z.array(caseRow) })

export const caseDetail = caseRow.extend({
  /** What stands between the case and its being closed. */
  missing: z.array(
    z.object({
      controlId: words,
      what: z.enum(['change', 'failed-before', 'passes-after', 'live-probe', 'owner', 'next-review']),
      sentence: words,
    }),
  ),
})
export type CaseDetail = z.infer<typeof caseDetail>

/** A report: a title and what happened are enough. */
export const caseRequest = z.object({
  kind: z.enum(caseKinds),
  title: z.string().trim().min(1).max(200),
  summary: z.string().trim().max(10_000).default(''),
  /** What hangs together: a case of the same pattern opens those again that were closed. */
  pattern: z.string().trim().min(1).max(100).nullable().default(null),
  /** The AI system, by its id in the register. */
  system: z.string().max(80).nullable().default(null),
  /** When it happened, as far as known: both the same where it is known exactly. */
  occurredFrom: time.nullable().default(null),
  occurredTo: time.nullable().default(null),
  detectedAt: time.nullable().default(null),
  containedAt: time.nullable().default(null),
})
export const caseOpened = z.object({ id: words, reopened: z.array(words) })

export const barrierRequest = z.object({
  control: z.string().min(1).max(80),
  outcome: z.enum(barrierOutcomes),
  note: z.string().trim().max(1_000).nullable().default(null),
})
export const barrierSaid = caseBarrier

export const caseChangeRequest = z.object({
  control: z.string().min(1).max(80),
  kind: z.enum(caseChangeKinds),
  what: z.string().trim().min(1).max(2_000),
  /** When it took effect. */
  madeAt: time,
  /** Key of the evaluation's case that failed before it and passes since. */
  regressionKey: z.string().trim().min(1).max(300).nullable().default(null),
  owner: z.string().trim().min(1).max(200).nullable().default(null),
  nextReview: day.nullable().default(null),
  /** Of an exception: its last day. */
  until: day.nullable().default(null),
})
export const caseChangeMade = z.object({ id: words })
/** Controls whose change was proven: failures from before it count no more. */
export const caseClosed = z.object({ proven: z.array(words) })
