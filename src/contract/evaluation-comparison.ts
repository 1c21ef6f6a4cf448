import { z } from 'zod'
import { instant } from './words.ts'

const words = z.string()
const bounds = z.object({ low: z.number(), high: z.number() })
const side = z.object({
  id: words,
  name: words,
  at: instant,
  target: words.nullable(),
  targetVersion: words.nullable(),
  cases: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  undecided: z.number().int(),
})
const rate = z.object({
  judged: z.number().int(),
  failed: z.number().int(),
  value: z.number(),
  interval: bounds,
})

/** How much worse the run after may be: 0.02 are two cases in a hundred. */
export const comparisonQuery = z.object({
  before: z.string().min(1).max(80),
  after: z.string().min(1).max(80),
  margin: z.coerce.number().min(0).max(1).default(0.02),
})
export const comparison = z.object({
  before: side,
  after: side,
  margin: z.number(),
  /** Cases with a verdict in both runs, and how many of them differ. */
  shared: z.number().int(),
  /** Two-sided probability of so uneven a split by chance (McNemar, exact). */
  p: z.number(),
  /** Non-inferiority of the run after: its failure rate less that before. */
  gate: z.object({
    verdict: z.enum(['pass', 'fail', 'undecided']),
    difference: z.number(),
    bounds,
    /** How many more cases would probably decide it, if they differ as these do; null: it is decided, or no number would. */
    more: z.number().int().nullable(),
  }),
  /** At most 500 keys each; the counts are of all. */
  counts: z.object({
    worse: z.number().int(),
    better: z.number().int(),
    lost: z.number().int(),
    appeared: z.number().int(),
    vanished: z.number().int(),
    flaky: z.number().int(),
  }),
  worse: z.array(words),
  better: z.array(words),
  /** Had a verdict before and has none after. */
  lost: z.array(words),
  appeared: z.array(words),
  vanished: z.array(words),
  flaky: z.array(z.object({ key: words, attempts: z.number().int(), passed: z.number().int() })),
  strata: z.array(z.object({ stratum: words.nullable(), before: rate.nullable(), after: rate.nullable() })),
})
export type Comparison = z.infer<typeof comparison>
