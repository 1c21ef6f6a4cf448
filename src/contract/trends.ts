import { z } from 'zod'
import { pageOf } from './page.ts'
import { instant, urgency } from './words.ts'

/** How far back: days until now. */
export const trendQuery = z.object({ days: z.coerce.number().int().min(7).max(730).default(90) })

const openDay = z.object({
  /** Its end in UTC counts; today's is now. */
  day: z.string(),
  now: z.number().int(),
  soon: z.number().int(),
  scheduled: z.number().int(),
  defer: z.number().int(),
})
export type OpenDay = z.infer<typeof openDay>

/** Time until a finding is fixed or gone, by the decision it had last. Those still open count as waiting. */
const fixTime = z.object({
  urgency,
  /** Openings within the time asked for, and how many of them were fixed. */
  opened: z.number().int(),
  fixed: z.number().int(),
  /** Days until half are fixed, with 95 % bounds; `null`: the history does not reach it. */
  median: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type FixTime = z.infer<typeof fixTime>

export const trends = z.object({
  days: z.number().int(),
  /** When the first finding was recorded; `null`: none was. */
  since: instant.nullable(),
  open: z.array(openDay),
  /** Of those open now and to be fixed now: decisions that rest on an assumption. */
  assumedNow: z.number().int(),
  fix: z.array(fixTime),
})
export type Trends = z.infer<typeof trends>

/** The rows behind a number: open at the end of a day, or fixed among those opened within so many days. */
export const trendRowsQuery = z.object({
  decision: urgency,
  day: z.iso.date().optional(),
  days: z.coerce.number().int().min(7).max(730).default(90),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type TrendRowsQuery = z.infer<typeof trendRowsQuery>

const trendRow = z.object({
  id: z.string(),
  title: z.string(),
  vulnerabilityId: z.string().nullable(),
  asset: z.object({ id: z.string(), name: z.string() }),
  /** As it is now. */
  urgency,
  state: z.enum(['open', 'suppressed', 'resolved']),
  openedAt: instant,
  /** When it was fixed; `null`: not, or it is not asked for. */
  fixedAt: instant.nullable(),
})
export type TrendRow = z.infer<typeof trendRow>
export const trendPage = pageOf(trendRow)
