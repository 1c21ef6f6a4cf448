import { z } from 'zod'
import { surfaceChangeFilterKeys, surfaceFilterKeys } from './filter.ts'
import { listQueryOf, pageOf } from './page.ts'
import { assetKind, basis, instant, relationKind, standing, urgency } from './words.ts'

export const namedAsset = z.object({ kind: assetKind, name: z.string() })

const surfaceSort = z.enum(['name', 'standing', 'seen', 'new', 'near', 'decision', 'services', 'weaknesses', 'expires'])
export type SurfaceSort = z.infer<typeof surfaceSort>
export const surfaceQuery = listQueryOf(surfaceFilterKeys).extend({
  sort: surfaceSort.default('decision'),
  fold: z
    .stringbool()
    .default(false)
    .describe(
      'one row a place: services, certificates and host names that the row of an address tells are left out; not under a filter by kind, standing, seen, words or what is not',
    ),
})
export type SurfaceQuery = z.infer<typeof surfaceQuery>

const openCounts = z.object({
  now: z.number().int(),
  soon: z.number().int(),
  scheduled: z.number().int(),
  defer: z.number().int(),
})

const ownershipProof = z
  .enum(['stated', 'proven', 'attested'])
  .nullable()
  .describe(
    'of an owned asset: stated by a person and not proven yet, proven (a DNS record, a file), or attested by an administrator’s proof, ruling or approval; null: not owned',
  )

/** An asset as discovery sees it. */
const surfaceRow = z.object({
  id: z.string(),
  kind: assetKind,
  name: z.string(),
  standing,
  proof: ownershipProof,
  statedBy: z.string().nullable().describe('who named the seed that an asset which was only stated rests on'),
  /** From 1 to 100: how sure the standing is. */
  confidence: z.number().int(),
  reason: z.string(),
  /** Steps from a seed. */
  distance: z.number().int(),
  /** How the last step led to it: `A of www.example.com`; empty for a seed. */
  via: z.string(),
  /** What it is called by people: the subject of a certificate; else as `name`. */
  label: z.string(),
  /** Addresses that a name leads to, some of them. */
  resolvesTo: z.array(z.string()),
  /** Names that lead to an address, some of them, and how many there are; told where the list folds. */
  names: z.array(z.string()),
  named: z.number().int(),
  /** At the asset, and where it resolves to. */
  services: z.number().int(),
  /** Products that show themselves there, some of them. */
  technologies: z.array(z.string()),
  /** Weaknesses that stand there. */
  weaknesses: z.number().int(),
  /** Open findings there, by decision. */
  open: openCounts,
  /** Until when a certificate is valid. */
  expires: instant.nullable(),
  vantage: z.string(),
  firstSeen: instant,
  lastSeen: instant,
  /** When it was gone for sure; `null`: it is there, as far as anybody looked. */
  goneAt: instant.nullable(),
})
export type SurfaceRow = z.infer<typeof surfaceRow>
export const surfacePage = pageOf(surfaceRow)

/** What one word settles. */
const candidateGroup = z.object({
  /** What it is said of; it holds for what hangs on it. */
  head: namedAsset,
  /** The head, where it waits itself; `null` for the network of some addresses. */
  asset: surfaceRow.nullable(),
  /** How many wait with it, by kind. */
  kinds: z.record(z.string(), z.number().int()),
  count: z.number().int(),
  /** The first of them. */
  rows: z.array(surfaceRow),
})
export type CandidateGroup = z.infer<typeof candidateGroup>
export const candidateGroups = z.object({
  /** All that waits. */
  total: z.number().int(),
  groups: z.array(candidateGroup),
  /** Groups that are not shown. */
  hidden: z.number().int(),
})
export type CandidateGroups = z.infer<typeof candidateGroups>
export const candidateQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) })

const discoveryLook = z.enum(['names', 'certificates', 'ports', 'services', 'deep'])
const step = z.object({
  kind: relationKind,
  from: namedAsset,
  to: namedAsset,
  by: z.string(),
  how: z.string(),
  confidence: z.number(),
  words: z.string(),
})

/** Why an asset is whose it is, said in one sentence, with who said so and why. */
const proof = z.object({
  kind: z.enum(['ruling', 'exclusion', 'range', 'name-addresses', 'name-proof', 'seed', 'judgement']),
  words: z.string(),
  by: z.string().nullable(),
  at: instant.nullable(),
  because: z.string().nullable(),
  /** From 1 to 100. */
  confidence: z.number().int(),
})
export type SurfaceProof = z.infer<typeof proof>

/** Whether an address where an asset answers is looked at. */
const look = z.object({
  address: z.string(),
  state: z.enum(['approved', 'excluded', 'not-approved']),
  by: z.string().nullable().describe('the approval that has it: a range, or the name whose address it was approved as'),
})
export type SurfaceLook = z.infer<typeof look>

/** An asset that hangs together with another, with what is to be fixed there. */
const neighbour = z.object({
  id: z.string(),
  kind: assetKind,
  name: z.string(),
  label: z.string(),
  /** `null`: discovery knows nothing of it but the name. */
  standing: standing.nullable(),
  open: openCounts,
})
export type SurfaceNeighbour = z.infer<typeof neighbour>
const neighbours = z.object({
  /** `Names that resolve to it` */
  title: z.string(),
  total: z.number().int(),
  rows: z.array(neighbour),
})
export type SurfaceNeighbours = z.infer<typeof neighbours>

const seen = { key: z.string(), firstSeen: instant, lastSeen: instant, goneAt: instant.nullable() }
const seenSoftware = z.object({
  product: z.string(),
  version: z.string().nullable(),
  cpe: z.string().nullable(),
  where: z.string(),
})
/** Assets that a text names, as far as they are known here. */
const links = z.array(z.object({ text: z.string(), id: z.string() }))
const place = z.object({ id: z.string(), kind: assetKind, name: z.string() })
const seenService = z.object({
  ...seen,
  /** The address that offers it. */
  at: place,
  address: z.string(),
  port: z.number().int(),
  transport: z.string(),
  protocol: z.string(),
  names: z.array(z.string()),
  software: z.array(seenSoftware),
  banner: z.string().nullable(),
  tls: z.array(z.string()),
  certificate: z.string().nullable(),
  title: z.string().nullable(),
})
const seenCertificate = z.object({
  ...seen,
  id: z.string(),
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  validFrom: instant,
  validTo: instant,
  selfSigned: z.boolean(),
})
const seenWeakness = z.object({
  ...seen,
  /** Where it is: the asset itself, or an address it resolves to. */
  at: place,
  /** The finding that follows it; `null`: none does, as where the asset is not ours. */
  finding: z.object({ id: z.string(), urgency, basis, state: z.string() }).nullable(),
  ruleId: z.string(),
  subject: z.string(),
  title: z.string(),
  severity: z.string(),
  evidence: z.string(),
  reason: z.string(),
  remedy: z.string(),
})

const change = z.object({
  id: z.string(),
  at: instant,
  runId: z.string(),
  kind: z.string(),
  change: z.enum(['new', 'vanished', 'changed']),
  asset: z.object({ id: z.string(), kind: assetKind, name: z.string() }),
  subject: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  words: z.string(),
  /** The seed, accepted asset or approval with which it was seen for the first time; `null`: it is a change. */
  baseline: z.string().nullable(),
  /** How soon somebody should look at it. */
  importance: z.enum(['high', 'medium', 'low']),
  /** Of a weakness, as its check says. */
  severity: z.string().nullable(),
})
export type SurfaceChangeRow = z.infer<typeof change>
export const surfaceChangePage = pageOf(change)
export const surfaceChangeQuery = listQueryOf(surfaceChangeFilterKeys)

export const surfaceChangeExportQuery = z.object({
  format: z.enum(['csv', 'json']).default('csv'),
  filter: surfaceChangeQuery.shape.filter,
})

/** What one run changed, counted. */
const changedRun = z.object({
  id: z.string(),
  at: instant,
  look: discoveryLook,
  vantage: z.string(),
  startedBy: z.string(),
  /** It changed nothing: all that it saw was seen for the first time. */
  isFirst: z.boolean(),
  /** What was first seen with a seed, an accepted asset or an approval, by that; not counted as changes. */
  baseline: z.record(z.string(), z.number().int()),
  total: z.number().int(),
  assets: z.number().int(),
  /** By importance, and by `kind change`. */
  importance: z.record(z.string(), z.number().int()),
  counts: z.record(z.string(), z.number().int()),
})
export type ChangedRun = z.infer<typeof changedRun>
export const changedRuns = pageOf(changedRun)

/** What a run changed of one asset, the most important first. */
const changedAsset = z.object({
  asset: namedAsset.extend({ id: z.string() }),
  importance: change.shape.importance,
  total: z.number().int(),
  changes: z.array(change),
})
export type ChangedAsset = z.infer<typeof changedAsset>
export const changedAssets = z.object({ assets: z.array(changedAsset), hidden: z.number().int() })
export const changedAssetsQuery = z.object({ filter: surfaceChangeQuery.shape.filter })

/** Everything that was seen of one asset, and why it is ours. */
export const surfaceAsset = surfaceRow.extend({
  /** Strongest first. */
  proofs: z.array(proof),
  /** The shortest way from a seed, and others that lead here. */
  path: z.array(step),
  otherPaths: z.array(z.array(step)),
  /** Where what is here is told of: the asset, and the addresses it resolves to. */
  places: z.array(place),
  /** Whether those addresses are looked at: an approval holds for them, whatever the asset is. */
  looks: z.array(look),
  neighbours: z.array(neighbours),
  ruling: z
    .object({
      id: z.string(),
      standing,
      branch: z.boolean(),
      reason: z.string().nullable(),
      madeBy: z.string(),
      madeAt: instant,
    })
    .nullable(),
  records: z.array(z.object({ ...seen, type: z.string(), values: z.array(z.string()), links })),
  seenServices: z.array(seenService),
  certificates: z.array(seenCertificate),
  seenWeaknesses: z.array(seenWeakness),
  changes: z.array(change),
})
export type SurfaceAssetDetail = z.infer<typeof surfaceAsset>

/** What hangs together, as far as it is drawn. */
export const surfaceGraph = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: assetKind,
      name: z.string(),
      /** As people call it: the subject of a certificate; else as `name`. */
      label: z.string(),
      standing,
      proof: ownershipProof,
      distance: z.number().int(),
      /** The most urgent of the open findings there; `null`: none is open. */
      decision: urgency.nullable(),
    }),
  ),
  edges: z.array(z.object({ from: z.string(), to: z.string(), kind: relationKind, words: z.string() })),
  /** Assets that are not drawn. */
  hidden: z.number().int(),
})
export const surfaceGraphQuery = z.object({
  filter: surfaceQuery.shape.filter,
  limit: z.coerce.number().int().min(1).max(50_000).default(5_000),
})
export type SurfaceGraph = z.infer<typeof surfaceGraph>
export const surfaceExportQuery = z.object({
  format: z
    .enum(['csv', 'json', 'hosts', 'stix'])
    .default('csv')
    .describe('json: Open Asset Model; stix: STIX 2.1 observables; hosts: names and addresses, one a line'),
  filter: surfaceQuery.shape.filter,
  sort: surfaceSort.default('name').describe('csv: the order of the rows'),
  fold: z
    .stringbool()
    .default(false)
    .describe('csv: one row a place, as the list folds them; other files have every asset'),
  monitored: z
    .stringbool()
    .default(false)
    .describe('hosts: with those that are only monitored; the header lunette-left-out counts those left out'),
})

export const discoveryRun = z.object({
  /** How closely it looks: from names alone to everything. */
  look: discoveryLook,
  id: z.string(),
  state: z.enum(['running', 'complete', 'partial', 'stopped', 'failed']),
  seeds: z.array(namedAsset),
  /** From where it looked. */
  vantage: z.string(),
  startedBy: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
  stage: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
  /** What was sent, and what the scope refused. */
  sent: z.record(z.string(), z.number()),
  troubles: z.array(z.object({ subject: z.string(), by: z.string(), code: z.string(), detail: z.string() })),
  problem: z.string().nullable(),
})
export type DiscoveryRunRow = z.infer<typeof discoveryRun>
export const discoveryRuns = z.object({ runs: z.array(discoveryRun) })
/** Domains, addresses, ranges, names of organisations; without any, all seeds of the scope. */
export const runRequest = z.object({
  seeds: z.array(z.string().trim().min(1).max(500)).max(100).default([]),
  /** How closely: all but `deep` begin with what is known. */
  look: discoveryLook.default('deep'),
  /** Name of the probe agent that looks; left out: this host. */
  agent: z.string().trim().max(40).optional(),
})

/** What a run sent, in the order of sending. */
export const probePage = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      address: z.string(),
      transport: z.enum(['tcp', 'udp']),
      at: instant,
      probes: z.array(z.object({ port: z.number().int(), afterMs: z.number().int(), outcome: z.string() })),
    }),
  ),
  next: z.string().nullable(),
})
export type ProbePage = z.infer<typeof probePage>
/** Whom a run asked what, beside its probes: questions to one server about one thing are one row, counted. */
export const questionPage = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      via: z.enum(['dns', 'http']),
      server: z.string().describe('a resolver with its port; of HTTP the host'),
      about: z.string().describe('of DNS the zone, of HTTP the path that was asked for'),
      step: z.string().describe('the step of discovery that asked, in words'),
      outcome: z.string().describe('of HTTP the status, or why there is none'),
      count: z.number().int(),
      firstAt: instant,
      lastAt: instant,
    }),
  ),
  next: z.string().nullable(),
})
export type QuestionPage = z.infer<typeof questionPage>
export const probeQuery = z.object({
  target: z
    .string()
    .trim()
    .max(300)
    .optional()
    .describe('an address, a range, or a name: the addresses it resolves to'),
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .default('0'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
