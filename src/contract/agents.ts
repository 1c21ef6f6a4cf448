import { z } from 'zod'
import type { CvssSeverity, Discovered, SurfaceStep } from '#core/vocabulary'
import { namedAsset } from './surface.ts'
import { instant, relationKind, standing } from './words.ts'

const probeAgent = z.object({
  id: z.string(),
  name: z.string(),
  /** From where what it says is said. */
  vantage: z.string(),
  /** Who stated that it looks from outside the organisation. */
  outside: z.object({ by: z.string(), at: instant }).nullable(),
  madeBy: z.string(),
  madeAt: instant,
  seenAt: instant.nullable(),
})
export type ProbeAgentRow = z.infer<typeof probeAgent>
export const probeAgents = z.object({ agents: z.array(probeAgent) })
export const agentRequest = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'letters, digits and hyphens, at most 40'),
  /** Your word that it looks from outside the organisation. */
  outside: z.boolean().default(false),
  days: z.number().int().min(1).max(366).default(366),
})
export const agentChange = z.object({ outside: z.boolean() })
/** The token is shown this once; the key tells the agent whose orders to take. */
export const madeAgent = z.object({ id: z.string(), token: z.string(), key: z.string(), expiresAt: instant })

const text = (most: number) => z.string().max(most)
const nonce = z.string().min(16).max(64)
const signedOrder = z.object({ text: z.string(), signature: z.string() })

/** An agent asks for work, and waits for it so long at most. */
export const agentPoll = z.object({ nonce, waitMs: z.number().int().min(0).max(25_000).default(20_000) })
/** A set of fingerprints that an order named. */
export const agentFingerprints = z.object({ set: z.string().regex(/^[a-z0-9-]{1,40}$/) })
/** As it is kept: gzip, in base64. */
export const fingerprintContent = z.object({ content: z.string() })
export const agentPolled = z.object({ agent: z.string(), order: signedOrder.nullable() })

const asset = namedAsset.extend({ name: text(2_000) })
const step: z.ZodType<SurfaceStep> = z.object({
  ...{ kind: relationKind, from: asset, to: asset, by: text(100), how: text(1_000) },
  confidence: z.number().min(0).max(100),
})
const severity: z.ZodType<CvssSeverity> = z.enum(['critical', 'high', 'medium', 'low', 'none'])
const weakness = z.object({
  ruleId: text(100),
  aspect: text(1_000).optional(),
  shownBy: z.array(text(1_000)).max(200).optional(),
  subject: asset,
  ...{ title: text(500), severity, evidence: text(4_000), reason: text(4_000), remedy: text(4_000) },
  references: z.array(text(1_000)).max(50),
})
const certificate = z.object({
  ...{ fingerprint: text(100), serial: text(200), subject: text(4_000), issuer: text(4_000) },
  names: z.array(text(500)).max(2_000),
  ...{ validFrom: text(60), validTo: text(60), signature: text(200), selfSigned: z.boolean() },
  key: z.object({ kind: text(100), bits: z.number().optional() }),
  ...{ ocsp: z.array(text(500)).max(20).optional(), crl: z.array(text(500)).max(20).optional() },
  mustStaple: z.boolean().optional(),
})
const software = z.object({
  product: text(500),
  ...{ vendor: text(500).optional(), version: text(300).optional(), cpe: text(1_000).optional() },
  purl: text(1_000).optional(),
  distribution: z.object({ id: text(100), revision: text(300).optional() }).optional(),
  ...{ where: text(500), by: text(500), confidence: z.number() },
})
const service = z.object({
  address: text(60),
  port: z.number().int().min(0).max(65_535),
  transport: z.enum(['tcp', 'udp']),
  protocol: text(100),
  names: z.array(text(500)).max(10_000),
  tls: z
    .object({
      versions: z.array(text(40)).max(20),
      weakCiphers: z.array(text(200)).max(200),
      chain: z.array(certificate).max(20),
      others: z.array(certificate).max(500).optional(),
      stapled: z.boolean().optional(),
      revocation: z
        .object({ status: z.enum(['good', 'revoked', 'unknown']), saidAt: text(60), until: text(60).optional() })
        .optional(),
      name: text(500).optional(),
    })
    .optional(),
  software: z.array(software).max(500),
  weaknesses: z.array(weakness).max(5_000),
  unanswered: z.number().int().min(0).optional(),
  pivots: z.array(z.object({ name: text(1_000), technique: text(100), source: text(1_000) })).max(20_000),
  banner: text(4_000).optional(),
  pages: z
    .array(
      z.object({
        ...{ url: text(2_000), status: z.number().int() },
        ...{ title: text(1_000).optional(), location: text(2_000).optional() },
      }),
    )
    .max(5_000)
    .optional(),
})

const discovered = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('asset'),
    asset: z.object({
      ...{ asset, standing, confidence: z.number().min(0).max(100), reason: text(4_000) },
      path: z.array(step).max(500),
    }),
  }),
  z.object({ type: z.literal('step'), step }),
  z.object({
    type: z.literal('records'),
    records: z.object({
      ...{ name: text(300), type: text(40), values: z.array(text(70_000)).max(5_000) },
      ttl: z.number().optional(),
    }),
  }),
  z.object({ type: z.literal('service'), service }),
  z.object({ type: z.literal('weakness'), weakness }),
  z.object({ type: z.literal('looked'), subject: asset, by: text(100) }),
  z.object({
    ...{ type: z.literal('trouble'), subject: asset },
    ...{ by: text(100), code: text(100), detail: text(4_000) },
  }),
  z.object({ ...{ type: z.literal('progress'), stage: text(100) }, done: z.number(), total: z.number() }),
])

/** What an agent says of its order: it may say the same again, and then it counts once. */
export const agentSaid = z.object({
  nonce,
  seq: z.number().int().min(1),
  said: z.array(discovered as z.ZodType<Discovered>).max(5_000),
  /** What it sent, as it went; written down before more is sent. */
  probes: z
    .array(
      z.object({
        ...{ address: text(60), transport: z.enum(['tcp', 'udp']), at: instant },
        ports: z.array(z.number().int().min(0).max(65_535)).max(1_000),
        afterMs: z.array(z.number().int()).max(1_000),
        outcomes: z.array(z.number().int().min(0).max(9)).max(1_000),
      }),
    )
    .max(5_000),
  /** Whom it asked what: added to what is written down. */
  asked: z
    .array(
      z.object({
        ...{ via: z.enum(['dns', 'http']), server: text(300), about: text(1_000), step: text(100), outcome: text(200) },
        ...{ count: z.number().int().min(0), firstAt: instant, lastAt: instant },
      }),
    )
    .max(5_000)
    .default([]),
  sent: z.record(text(40), z.number()),
  /** Given with the last batch. */
  end: z
    .object({ outcome: z.enum(['complete', 'stopped', 'failed', 'refused']), problem: text(1_000).optional() })
    .optional(),
})
/** The terms as they are now; `null`: the order is over. */
export const agentHeard = z.object({ terms: signedOrder.nullable() })
