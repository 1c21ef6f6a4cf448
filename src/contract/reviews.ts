import { z } from 'zod'
import { reviewSubjects } from '#core/vocabulary'
import { instant } from './words.ts'

const words = z.string()
const day = z.iso.date()

const dueReview = z.object({
  kind: z.enum(reviewSubjects),
  id: words,
  name: words,
  owner: words.nullable(),
  /** Of a change or an exception: the case it is in. */
  caseId: words.nullable(),
  lastReview: z.object({ at: instant, by: words }).nullable(),
  /** The earliest of its reasons. */
  due: words,
  isDue: z.boolean(),
  /** Earliest first. */
  reasons: z.array(
    z.object({
      kind: z.enum(['calendar', 'change', 'case', 'dead', 'suspect', 'evidence', 'end', 'growth', 'planned']),
      on: words,
      sentence: words,
    }),
  ),
})
export type DueReviewRow = z.infer<typeof dueReview>
/** What is due longest first. */
export const reviewList = z.object({ reviews: z.array(dueReview) })
export const reviewRequest = z.object({
  kind: z.enum(['scenario', 'control', 'ai-system', 'case-change']),
  id: z.string().min(1).max(80),
  /** What was looked at, and what came of it. */
  note: z.string().trim().min(1).max(2_000),
})
export const reviewHeld = dueReview

const assumption = z.object({
  id: words,
  title: words,
  value: z.number(),
  unit: words,
  source: words,
  statedOn: words,
  expiresOn: words,
  /** What hangs on it. */
  used: z.enum(['reviews', 'risk', 'nothing']),
  /** The product brings it, until somebody states it. */
  isBuiltIn: z.boolean(),
})
export type AssumptionRow = z.infer<typeof assumption>
const former = assumption
  .omit({ title: true, used: true, isBuiltIn: true })
  .extend({ replacedAt: instant, replacedBy: words.nullable() })
export const assumptionList = z.object({
  assumptions: z.array(assumption),
  /** What they were before, newest first; at most 200. */
  former: z.array(former),
})
export type FormerAssumptionRow = z.infer<typeof former>

export const assumptionRequest = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/),
  title: z.string().trim().min(1).max(300),
  value: z.number(),
  unit: z.string().trim().min(1).max(50),
  source: z.string().trim().min(1).max(500),
  statedOn: day,
  expiresOn: day,
})
export type AssumptionRequest = z.infer<typeof assumptionRequest>
export const assumptionStated = z.object({ id: words, value: z.number(), unit: words })

/** What an assumption would move: events a year of each scenario, and days of reviews. */
export const assumptionEffect = z.object({
  scenarios: z.array(
    z.object({
      id: words,
      title: words,
      /** Null: nobody knows how often it is tried. */
      before: z.number().nullable(),
      after: z.number().nullable(),
      withinBefore: z.boolean().nullable(),
      withinAfter: z.boolean().nullable(),
    }),
  ),
  reviews: z.array(z.object({ kind: z.enum(reviewSubjects), id: words, name: words, before: words, after: words })),
})
export type AssumptionEffectRow = z.infer<typeof assumptionEffect>
