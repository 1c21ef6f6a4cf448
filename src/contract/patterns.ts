import { z } from 'zod'
import { instant } from './words.ts'

const words = z.string()
const count = z.number().nonnegative()

const patternRow = z.object({
  /** Stays as long as there is something of it, and is never used for another. */
  number: z.number().int(),
  title: words.nullable(),
  madeAt: instant,
  splitFrom: z.number().int().nullable(),
  /** Requests that differ from each other; how often any was seen, and how often it came through and was found wrong. */
  items: count,
  times: count,
  cameThrough: count,
  firstAt: instant.nullable(),
  lastAt: instant.nullable(),
  systems: z.array(words),
  /** Ids of cases that are linked with it, or say nearly the same. */
  cases: z.array(words),
})
export type PatternRow = z.infer<typeof patternRow>
export const patternList = z.object({ patterns: z.array(patternRow) })

export const patternDetail = patternRow.extend({
  /** The number that was asked for, where it went into this one. */
  ledFrom: z.number().int().nullable(),
  /** At most 200; of none is known what it says. */
  members: z.array(
    z.object({
      id: words,
      kind: z.enum(['traces', 'case']),
      system: words.nullable(),
      /** How many pairs of words are kept of it, as keyed digests. */
      shingles: count,
      firstAt: instant,
      lastAt: instant,
      times: count,
      cameThrough: count,
    }),
  ),
})
export type PatternDetail = z.infer<typeof patternDetail>

export const patternName = z.object({ title: z.string().trim().min(1).max(200).nullable() })
export const patternMerge = z.object({ into: z.number().int().min(1).max(2_147_483_647) })
export const patternSplit = z.object({ items: z.array(z.string().min(1).max(80)).min(1).max(200) })
/** The number that what was named has now; null: alone it is no pattern yet. */
export const patternNumber = z.object({ number: z.number().int().nullable() })
