import { z } from 'zod'
import { instant } from './words.ts'

const words = z.string()
const count = z.number().int().nonnegative()
const bounds = z.object({ low: z.number(), high: z.number() })
const probability = z.number().gt(0).lt(1)

/** Wald's sequential test: the run ends as soon as its failure rate is known to be good, or bad. */
const sequentialTerms = z
  .object({
    good: probability.default(0.02),
    bad: probability.default(0.08),
    /** Probability of calling a good one bad, and a bad one good. */
    alpha: probability.default(0.05),
    beta: probability.default(0.1),
  })
  .refine(({ good, bad }) => good < bad, { message: 'good is below bad' })
  .refine(({ alpha, beta }) => alpha + beta < 1, { message: 'alpha and beta together are below 1' })

/** An evaluation to be run against a gateway of the register that an owner approved. Limits count where they are tighter than the register's. */
export const orderRequest = z.object({
  /** The text of the dataset: YAML or JSON lines (docs/evaluations.md). */
  dataset: z
    .string()
    .min(1)
    .max(4 * 1024 * 1024),
  gateway: z.string().min(1).max(80),
  /** The gateway that judges are asked at, where the dataset has some. */
  judge: z.string().min(1).max(80).optional(),
  control: z.string().min(1).max(80).optional(),
  /** Version of what is tested. */
  version: z.string().trim().min(1).max(100).optional(),
  repeats: z.number().int().min(1).max(100).default(1),
  /** Ask each safeguard case rephrased and in steps, too. */
  variation: z.boolean().default(true),
  mostRequests: z.number().int().min(1).max(100_000).optional(),
  mostTokens: z.number().int().min(1).max(100_000_000).optional(),
  requestsPerMinute: z.number().int().min(1).max(6_000).optional(),
  sequential: sequentialTerms.optional(),
})
export type OrderRequest = z.input<typeof orderRequest>

const judgeRow = z.object({
  id: words,
  /** Answers that fail, and how many of them it called failed; the same of those that pass. */
  failing: count,
  calledFailing: count,
  passing: count,
  calledPassing: count,
  cases: count,
  called: count,
  /** Failure rate behind what it called, corrected for its error (Rogan and Gladen; Lang and Reiczigel); null: nothing follows. */
  corrected: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
})

export const orderRow = z.object({
  id: words,
  name: words,
  gateway: words,
  judge: words.nullable(),
  control: words.nullable(),
  version: words.nullable(),
  repeats: count,
  variation: z.boolean(),
  mostRequests: count,
  mostTokens: count,
  orderedAt: instant,
  orderedBy: words,
  /** `held-up`: something kept it from going on; `why` says what. */
  state: z.enum(['running', 'done', 'stopped', 'held-up']),
  endedAt: instant.nullable(),
  why: words.nullable(),
  /** Attempts that are planned, and that have ended. */
  planned: count,
  made: count,
  requests: count,
  tokens: count,
  /** The run that came of it, among the evaluations. */
  run: words.nullable(),
  judges: z.array(judgeRow),
  sequential: z.object({ verdict: z.enum(['good', 'bad', 'undecided']), used: count }).nullable(),
})
export type OrderRow = z.infer<typeof orderRow>
export const orderList = z.object({ orders: z.array(orderRow) })

/** What the cases of one run say besides their failure rate. */
export const runMeasures = z.object({
  elicitation: z.array(
    z.object({
      variation: z.enum(['rephrased', 'steps']),
      /** Cases with a verdict both ways. */
      cases: count,
      plain: z.number(),
      varied: z.number(),
      gap: z.number(),
      bounds,
      /** Cases that held as they stand and failed otherwise; at most 200. */
      onlyVaried: z.array(words),
    }),
  ),
  /** pass^k: estimates that k repeats all pass, of cases that were tried so often. */
  repeated: z.array(z.object({ k: count, share: z.number(), cases: count, bounds: bounds.nullable() })),
  /** Passed and failed without anything being changed; at most 200. */
  flaky: z.array(z.object({ key: words, attempts: count, passed: count })),
})
export type RunMeasures = z.infer<typeof runMeasures>
