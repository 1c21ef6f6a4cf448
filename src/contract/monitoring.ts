import { z } from 'zod'
import { instant } from './words.ts'

const words = z.string()
const count = z.number().nonnegative()
const share = z.number().min(0).max(1)

export const traceSettings = z.object({
  /** Share of the traces that are looked at: the same ones everywhere, by trace id. */
  sample: z.number().gt(0).max(1),
  spansPerSecond: z.number().int().min(1).max(1_000_000),
  /** Keep the digest of every request as it came; its bytes are never kept. */
  keepDigests: z.boolean(),
})

const use = z.object({
  traces: count,
  spans: count,
  demands: count,
  refused: count,
  errors: count,
  /** Stopped or changed by some control. */
  acted: count,
  tokens: count,
  labelled: count,
  labelFailures: count,
})

/** What an AI system's traces of the last days show. */
const systemUse = z.object({
  system: words,
  name: words,
  day: use,
  /** Demands of 28 days by stratum, most first; at most 50. */
  strata: z.array(z.object({ stratum: words, demands: count })),
})

const recentSpan = z.object({
  at: instant,
  trace: words,
  name: words,
  service: words.nullable(),
  system: words.nullable(),
  controls: z.array(words),
  operation: words.nullable(),
  model: words.nullable(),
  decision: words.nullable(),
  isRefused: z.boolean(),
  isError: z.boolean(),
  durationMs: count,
  inputTokens: count,
  outputTokens: count,
  /** Keyed digests: they tell who is the same, not who it is. */
  conversation: words.nullable(),
  actor: words.nullable(),
  contentLength: count,
  contentDigest: words.nullable(),
})

export const traceOverview = z.object({
  settings: traceSettings,
  systems: z.array(systemUse),
  /** Services that spans came from; without a system nothing of them is counted. */
  sources: z.array(z.object({ service: words, system: words.nullable(), spans: count, lastAt: instant })),
  /** The newest first; at most 100. */
  recent: z.array(recentSpan),
})
export type TraceOverview = z.infer<typeof traceOverview>

const monitorRow = z.object({
  id: words,
  kind: z.enum(['rate', 'drift', 'budget', 'window']),
  system: words,
  title: words.nullable(),
  /** Null: all is as usual, or it has not looked yet. */
  alarmSince: instant.nullable(),
  lookedAt: instant.nullable(),
  sentence: words.nullable(),
})
export type MonitorRow = z.infer<typeof monitorRow>
export const monitorList = z.object({ monitors: z.array(monitorRow) })

const gatewayRow = z.object({
  id: words,
  url: words,
  model: words,
  hasSecret: z.boolean(),
  /** An owner agreed that it is asked at this very address. */
  isApproved: z.boolean(),
  approvedBy: words.nullable(),
  approvedAt: instant.nullable(),
  /** What a run of an evaluation may ask of it; null: none is run against it. */
  evaluations: z
    .object({ requestsPerMinute: count, requestsPerRun: count, tokensPerRun: count, atOnce: count })
    .nullable(),
})
export type GatewayRow = z.infer<typeof gatewayRow>
export const gatewayList = z.object({ gateways: z.array(gatewayRow) })
/** The address as it was read: another meanwhile is not approved by it. */
export const gatewayApproval = z.object({ url: z.url({ protocol: /^https?$/ }) })
export const gatewaySecret = z.object({ secret: z.string().min(1).max(4_000).nullable() })
export const done = z.object({ ok: z.literal(true) })

const verdict = z.enum(['live', 'dead', 'unknown'])
const probeRow = z.object({
  control: words,
  gateway: words,
  expects: z.enum(['blocked', 'masked']),
  probedAt: instant.nullable(),
  verdict: verdict.nullable(),
  note: words.nullable(),
  since: instant.nullable(),
  /** When it is probed again, where its target is approved; null: it was never probed, and is with the next round. */
  nextAt: instant.nullable(),
})
export type ProbeRow = z.infer<typeof probeRow>
export const probeList = z.object({ probes: z.array(probeRow) })
export const probeResult = z.object({ control: words, verdict, note: words })
export type ProbeResult = z.infer<typeof probeResult>

/** Items of production that somebody looked at, drawn at random, and how many of them were failures. */
export const labelRequest = z
  .object({
    system: z.string().min(1).max(80),
    stratum: z.string().max(120).default(''),
    labelled: z.number().int().min(1).max(1_000_000),
    failures: z.number().int().min(0),
    at: z.iso.datetime({ offset: true }),
  })
  .refine(({ labelled, failures }) => failures <= labelled, { message: 'no more failures than items' })

const bounds = z.object({ low: z.number(), high: z.number() })
export const evaluationGap = z.object({
  /** Why there is none; null: there is one. */
  lacking: words.nullable(),
  gap: z
    .object({
      run: words,
      runName: words,
      system: words,
      /** Of production: so many days until now. */
      days: z.number().int(),
      demands: count,
      labelled: count,
      labelFailures: count,
      naive: share,
      /** Null: unknown, since no stratum of production was tested enough. */
      reweighted: share.nullable(),
      effectiveShare: share,
      /** Share of production of which nothing is known; never counted as zero failures. */
      blindShare: share,
      /** The reweighted rate less that of the test; null: unknown. */
      mixPart: z.number().nullable(),
      gap: z.object({ value: z.number(), error: z.number(), bounds }).nullable(),
      strata: z.array(
        z.object({
          stratum: words,
          production: share,
          test: share,
          cases: count,
          failures: count,
          isBlind: z.boolean(),
        }),
      ),
      next: words,
    })
    .nullable(),
})
export type EvaluationGapRow = z.infer<typeof evaluationGap>
