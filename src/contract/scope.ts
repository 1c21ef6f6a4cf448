import { z } from 'zod'
import type { DiscoveryLook, RuledStanding } from '#core/vocabulary'
import { namedAsset } from './surface.ts'
import { assetKind, instant } from './words.ts'

const proof = z.object({
  id: z.string(),
  name: z.string(),
  method: z.enum(['dns-txt', 'well-known', 'attestation']),
  state: z.enum(['waiting', 'proven', 'failed']),
  /** Where the text is to be found, and what it is; `null`: a person's word is the proof. */
  challenge: z.object({ record: z.string(), path: z.string(), value: z.string() }).nullable(),
  statement: z.string().nullable(),
  detail: z.string().nullable(),
  askedBy: z.string(),
  askedAt: instant,
  checkedAt: instant.nullable(),
  provenAt: instant.nullable(),
})
const range = z.object({
  id: z.string(),
  kind: z.enum(['approval', 'exclusion']),
  range: z.string(),
  /** Of an excluded name: every address it was seen to have. */
  addresses: z.array(z.string()),
  /** How many addresses it has; `null` for a name. */
  size: z.number().nullable(),
  statement: z.string(),
  madeBy: z.string(),
  madeAt: instant,
})
const name = z.object({
  name: z.string(),
  addresses: z.array(z.string()),
  /** It has these now, and nobody approved them. */
  waiting: z.array(z.string()),
  approvedBy: z.string(),
  approvedAt: instant,
  checkedAt: instant,
})
const ruledStanding: z.ZodType<RuledStanding> = z.enum(['owned', 'dependency', 'monitor-only', 'rejected'])
const ruling = z.object({
  id: z.string(),
  kind: assetKind,
  name: z.string(),
  standing: ruledStanding,
  branch: z.boolean(),
  reason: z.string().nullable(),
  madeBy: z.string(),
  madeAt: instant,
})
const word = z.object({ by: z.string(), at: instant }).nullable()
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const quietHours = z.object({
  from: clockTime.meta({ examples: ['22:00'] }),
  to: clockTime.meta({ examples: ['06:00'] }),
  days: z.array(z.number().int().min(1).max(7)).max(7).default([]),
  timeZone: z.string().max(60),
})
const settings = z.object({
  stopped: word,
  perHost: z.number().int(),
  perNetwork: z.number().int(),
  quietHours: quietHours.nullable(),
  resolvers: z.array(z.string()),
  certificateSearch: z.string().nullable(),
  rdap: z.string().nullable(),
  contact: z.string().nullable(),
  outside: word,
  /** From where the built-in discovery looks. */
  vantage: z.string(),
})

const discoveryLook: z.ZodType<DiscoveryLook> = z.enum(['names', 'certificates', 'ports', 'services', 'deep'])
const changeKind = z.enum([
  '*',
  'host',
  'port',
  'service',
  'product',
  'certificate',
  'login-page',
  'record',
  'weakness',
])
const noticeRule = z.object({
  kind: changeKind,
  change: z.enum(['*', 'new', 'vanished', 'changed']),
  /** A name, an address, or a domain or range for what lies in them; `*` for every asset. */
  asset: z.string().trim().min(1).max(300),
  tell: z.enum(['instant', 'digest', 'none']),
})

/** What discovery may touch, and who said so. */
export const scopeDocument = z.object({
  version: z.number().int(),
  seeds: z.array(namedAsset.extend({ id: z.string() })),
  ranges: z.array(range),
  names: z.array(name),
  /** How many a look at everything knocks at: each once, without what is excluded; of an IPv6 range nobody asks all. */
  approvedAddresses: z.number().int(),
  proofs: z.array(proof),
  rulings: z.array(ruling),
  settings,
  /** What is looked at on a schedule, the cheapest first. */
  watch: z.array(
    z.object({
      look: discoveryLook,
      /** Name of the agent that looks; `null`: this host. */
      agent: z.string().nullable(),
      everyMinutes: z.number().int(),
      nextAt: instant,
    }),
  ),
  /** Which changes are told at once, with the digest, or not at all, beside what holds by itself. */
  noticeRules: z.array(noticeRule),
})
export type ScopeDocument = z.infer<typeof scopeDocument>

export const seedRequest = z.object({
  /** A domain, an address, a range, `AS64500`, or an organisation's name. */
  name: z.string().trim().min(1).max(500),
  /** Left out: told from the name. */
  kind: z.enum(['domain', 'hostname', 'ip-address', 'netblock', 'organisation', 'autonomous-system']).optional(),
})
export const rangeRequest = z.object({
  kind: z.enum(['approval', 'exclusion']).default('approval'),
  range: z.string().trim().min(1).max(300),
  /** Why it is yours to probe; an exclusion needs none. */
  statement: z.string().trim().max(500).default(''),
})
export const proofRequest = z.object({
  name: z.string().trim().min(1).max(253),
  method: z.enum(['dns-txt', 'well-known', 'attestation']),
  statement: z.string().trim().max(500).optional(),
})
export const lookUpRequest = z.object({ name: z.string().trim().min(1).max(253) })
export const lookedUp = z.object({
  name: z.string(),
  addresses: z.array(z.string()),
  /** What it is an alias of, one after the other. */
  aliases: z.array(z.string()),
  /** The first of these that is not ours: the servers at the addresses are somebody else's. */
  thirdParty: z.string().nullable(),
  /** Whether there is such a name at all; `null`: nobody could tell. */
  exists: z.boolean().nullable(),
  /** Addresses that are not probed even where they are approved so. */
  untouched: z.array(z.object({ address: z.string(), why: z.string() })),
})
export type LookedUp = z.infer<typeof lookedUp>
/** The addresses as whoever approves them saw them. */
export const nameRequest = lookUpRequest.extend({ addresses: z.array(z.string().max(60)).min(1).max(100) })
export const rulingOfAsset = z.object({
  kind: assetKind,
  name: z.string().trim().min(1).max(500),
  standing: ruledStanding,
  /** What hangs on it is the same. */
  branch: z.boolean().default(true),
  reason: z.string().trim().max(500).optional(),
})
export const scopeSettingsChange = z.object({
  perHost: z.number().int().min(1).max(100_000).optional(),
  perNetwork: z.number().int().min(1).max(100_000).optional(),
  quietHours: quietHours.nullable().optional(),
  resolvers: z.array(z.string().trim().max(60)).max(10).optional(),
  certificateSearch: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .regex(/%s/, 'needs %s in it, where the domain goes')
    .nullable()
    .optional(),
  rdap: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .optional(),
  contact: z
    .string()
    .trim()
    .max(200)
    .regex(/^[\x20-\x7e]*$/, 'plain characters')
    .nullable()
    .optional(),
  /** An administrator's word that this host looks from outside the organisation. */
  outside: z.boolean().optional(),
})
const every = z.number().int().min(15).max(527_040).nullable().optional()
/** Minutes between two looks; `null`: no more, left out: as before. */
export const watchChange = z.object({
  ...{ names: every, certificates: every, ports: every, services: every, deep: every },
  /** Name of the agent that looks; left out: this host. */
  agent: z.string().trim().max(40).optional(),
})
/** `null`: what holds by itself holds again. */
export const noticeRuleChange = noticeRule.extend({ tell: noticeRule.shape.tell.nullable() })
export const stopRequest = z.object({ stopped: z.boolean() })
export const made = z.object({ id: z.string() })
/** What an exclusion does at once: assets that are looked at no more by it, and approvals that it overrides. */
const exclusionEffect = z.object({ assets: z.number().int(), approvals: z.array(z.string()) })
export type ExclusionDone = z.infer<typeof exclusionEffect>
/** What became of findings by a change of the scope; `null`: they follow in the background. */
const followed = z.object({ opened: z.number().int(), closed: z.number().int() }).nullable()
export type FindingsFollowed = z.infer<typeof followed>
export const rangeMade = made.extend({
  effect: exclusionEffect.optional(),
  /** What whoever approves the range should know of it. */
  notes: z.array(z.string()),
  followed,
})
export const rulingMade = made.extend({ followed })
export const rulingTaken = z.object({ ok: z.literal(true), followed })
/** `already`: it was there, and nothing changed. */
/** `exists`: whether a resolver knows the name; `null`: it is no name, or none could tell. */
export const seedMade = made.extend({
  ...{ name: z.string(), kind: assetKind, already: z.boolean() },
  exists: z.boolean().nullable(),
})
export const done = z.object({ ok: z.literal(true) })
export const proofChecked = z.object({
  id: z.string(),
  isProven: z.boolean(),
  /** False where nobody answered: that says nothing. */
  isSure: z.boolean(),
  detail: z.string(),
})
