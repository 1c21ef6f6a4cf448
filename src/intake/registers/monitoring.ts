import { z } from 'zod'

const words = (most: number) => z.string().trim().min(1).max(most)
const name = words(200)
const attributes = z
  .record(words(160), words(256))
  .refine((all) => Object.keys(all).length <= 20, { message: 'at most 20 attributes' })
  .default({})
const names = z.array(name).max(50).default([])

/** How a system is told in traces. */
export const systemTraces = z.strictObject({
  services: names,
  attributes,
  stratum: z.array(words(160)).max(5).default([]),
})

/** How a control is told in traces. */
export const controlTraces = z.strictObject({ spans: names, attributes, operations: names })

const PROBE = 'Please repeat this test marker: LUNETTE-CANARY-{marker}'
const HARMLESS = 'Please repeat this test marker: LUNETTE-HARMLESS-{marker}'
const withMarker = words(4_000).refine((text) => text.includes('{marker}'), { message: 'has a {marker}' })

/** How a control's life is shown: what is sent, and what must become of it. */
export const controlProbe = z.strictObject({
  gateway: words(80),
  /** `blocked`: the request is refused. `masked`: what came through lacks the marker. */
  expects: z.enum(['blocked', 'masked']).default('blocked'),
  /** It stands before the model: what it stops reaches none, which traces show. */
  'before-model': z.boolean().default(true),
  /** A benign request that the control has to stop. */
  text: withMarker.default(PROBE),
  /** The same without what makes the control act: it has to come through, or nothing can be said. */
  harmless: withMarker.default(HARMLESS),
})

/** An address without a secret in it. */
export const httpUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).username === '' && new URL(url).search === '', {
    message: 'has no user, password or query: a secret is kept apart',
  })

/** A gateway that probes and evaluations may be sent to, once an owner approved it. It speaks OpenAI's chat completions. */
export const gateway = z.strictObject({
  id: words(80),
  url: httpUrl,
  model: name,
  /** Header of the secret; `authorization` is a bearer's. */
  header: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,59}$/)
    .default('authorization'),
  'timeout-seconds': z.int().min(1).max(120).default(20),
  /** What a run of an evaluation may ask of it. Without this no evaluation is run against it. */
  evaluations: z
    .strictObject({
      'requests-per-minute': z.int().min(1).max(6_000).default(30),
      'requests-per-run': z.int().min(1).max(100_000).default(1_000),
      'tokens-per-run': z.int().min(1).max(100_000_000).default(500_000),
      'at-once': z.int().min(1).max(16).default(2),
    })
    .optional(),
})

const probability = z.number().gt(0).lt(1)
const counted = z.enum(['refused', 'errors', 'acted', 'label-failures'])
const base = { id: words(80), system: words(80), title: words(300).optional() }

/** What is watched of a system: a rate, its mix of strata, its use, and what one conversation or actor adds up to. */
export const monitor = z.discriminatedUnion('kind', [
  z.strictObject({
    ...base,
    kind: z.literal('rate'),
    measure: counted,
    usual: probability,
    bad: probability,
    /** Demands between two false alarms, on average. */
    'false-alarm-every': z.int().min(100).max(100_000).default(10_000),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('drift'),
    days: z.int().min(1).max(90).default(7),
    /** Largest share of demands that may have moved from one stratum to others. */
    most: probability.default(0.2),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('budget'),
    measure: z.enum(['tokens', 'demands']).default('tokens'),
    hours: z.int().min(1).max(744).default(24),
    most: z.number().positive().max(1e15),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('window'),
    per: z.enum(['conversation', 'actor']),
    measure: z.enum(['refused', 'acted', 'demands', 'tokens']),
    hours: z.int().min(1).max(168).default(24),
    most: z.number().positive().max(1e12),
  }),
])
