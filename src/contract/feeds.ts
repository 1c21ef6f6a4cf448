import { z } from 'zod'
import { instant } from './words.ts'

const feedRun = z.object({
  id: z.number().int(),
  startedAt: instant,
  endedAt: instant.nullable(),
  status: z.enum(['running', 'complete', 'partial', 'failed', 'unchanged']),
  bytes: z.number(),
  read: z.number().int(),
  kept: z.number().int(),
  written: z.number().int(),
  removed: z.number().int(),
  dropped: z.array(z.object({ code: z.string(), example: z.string(), count: z.number().int() })),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type FeedRunRow = z.infer<typeof feedRun>

/**
 * One feed with its last runs, newest first. `asOf`: as of when its data speaks, that is when its publisher was asked,
 * of a copy the newest date in it (`undated`: nothing in it is dated, so that it is as of then or later, by what it names);
 * `oldest`: the one of its sources that speaks of the longest ago; `maxAgeDays`: after how many days that is out of date; `stale`: it is, or no
 * good run within twice its interval.
 */
export const feedRow = z.object({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  intervalHours: z.number(),
  nextDue: instant.nullable(),
  lastSuccess: instant.nullable(),
  asOf: instant.nullable(),
  oldest: z.object({ source: z.string(), asOf: instant }).nullable(),
  undated: z.boolean(),
  maxAgeDays: z.number().int(),
  stale: z.boolean(),
  runs: z.array(feedRun),
})
export type FeedRow = z.infer<typeof feedRow>

/** `bundled`: what a bundle brought that no feed has read here, with the day of its data. */
export const feedList = z.object({
  feeds: z.array(feedRow),
  bundled: z.array(z.object({ source: z.string(), name: z.string(), asOf: instant })),
  publishedAt: instant.nullable(),
})
export type FeedList = z.infer<typeof feedList>

export const refreshRequest = z.object({ feeds: z.array(z.string().max(100)).max(200).optional() })
