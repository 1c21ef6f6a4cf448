import { z } from 'zod'
import { instant } from './words.ts'

const words = z.string()
const share = z.number().min(0).max(1)
const rate = z.object({ value: share, interval: z.object({ low: share, high: share }) })
const id = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/)

const seeded = z.object({
  /** Wrong items that were stopped, and let through. */
  hits: z.number().int(),
  misses: z.number().int(),
  /** Right items that were stopped, and let through. */
  falseAlarms: z.number().int(),
  correctRejections: z.number().int(),
})
const reading = z.object({
  verdict: z.enum(['too-few', 'rubber-stamping', 'over-rejecting', 'cannot-tell', 'good']),
  /** Of the wrong items those that were stopped; null: none was seeded. */
  catchRate: rate.nullable(),
  falseAlarmRate: rate.nullable(),
  /** d′ and c; null: they need wrong and right items. */
  sensitivity: z.number().nullable(),
  criterion: z.number().nullable(),
  /** Probability of failure on demand by the upper bound of what slips through. */
  failureBound: share,
})
export type ReviewReadingRow = z.infer<typeof reading>

const queue = z.object({
  id: words,
  title: words,
  /** The human barrier that its reviewers are. */
  control: words,
  wrongShare: share,
  rightShare: share,
  leastSeeds: z.number().int(),
  waiting: z.number().int(),
  decided: z.number().int(),
  /** Seeds that were not shown yet; null: for owners to know. */
  seedsLeft: z.number().int().nullable(),
  /** Of all reviewers together. */
  seeded,
  reading,
})
export type ReviewQueueRow = z.infer<typeof queue>
export const reviewQueueList = z.object({ queues: z.array(queue) })
export const reviewQueueDetail = queue

export const reviewQueueRequest = z.object({
  id,
  title: z.string().trim().min(1).max(200),
  control: id,
  /** Probability that an item that arrives is followed by one that is known to be wrong, or right. */
  wrongShare: z.number().min(0).max(0.5).default(0.05),
  rightShare: z.number().min(0).max(0.5).default(0.05),
  /** Wrong items that are needed before anything is said. */
  leastSeeds: z.number().int().min(5).max(1_000).default(20),
})
export const reviewQueueSaid = z.object({ id: words })

const title = z.string().trim().min(1).max(300)
const body = z.string().max(8_000).default('')

/** Items whose answer is known. Each is shown once. */
export const reviewSeedRequest = z.object({
  seeds: z
    .array(z.object({ title, body, truth: z.enum(['wrong', 'right']) }))
    .min(1)
    .max(500),
})
export const reviewSeedsTaken = z.object({ seeds: z.number().int() })

/** Items to be reviewed. A reference that is known already is left out. */
export const reviewItemsRequest = z.object({
  items: z
    .array(z.object({ reference: z.string().trim().min(1).max(200), title, body }))
    .min(1)
    .max(500),
})
export const reviewItemsTaken = z.object({ added: z.number().int() })

/** What waits longest; real and seeded items alike. */
export const reviewItemList = z.object({
  items: z.array(z.object({ id: words, title: words, body: words })),
  waiting: z.number().int(),
})
export type ReviewItemRow = z.infer<typeof reviewItemList>['items'][number]

export const reviewDecisionRequest = z.object({ decision: z.enum(['stop', 'pass']) })
export const reviewDecided = z.object({ queue: words })

/** Decisions about real items, newest first; at most 1,000. */
export const reviewDecisionList = z.object({
  decisions: z.array(
    z.object({ reference: words, decision: z.enum(['stop', 'pass']), decidedAt: instant, decidedBy: words }),
  ),
})

/** People who met enough seeds; of the others only how many there are. */
export const reviewerList = z.object({
  reviewers: z.array(z.object({ name: words, seeded, reading })),
  tooFew: z.number().int(),
})
export type ReviewerRow = z.infer<typeof reviewerList>['reviewers'][number]
