import { z } from 'zod'

/*
 * A bundle is one zstd-compressed text file of JSON lines: a head, one line for each row, a foot with the number of
 * lines and the SHA-256 of everything before it.
 */
export const BUNDLE_FORMAT = 2
/** A line longer than this is refused; the longest honest one is a day of EPSS scores. */
export const MAX_LINE_CHARACTERS = 64 * 1024 * 1024
/** An unpacked bundle longer than this is refused. */
export const MAX_BUNDLE_BYTES = 32 * 1024 ** 3

const id = z.string().min(1).max(400)
const instant = z.iso.datetime()
const ids = z.array(z.string().max(1_000)).max(100_000)
const json = z.string().max(32 * 1024 * 1024)

/** A feed in a bundle, with the terms its data comes under. */
const feed = z.object({
  id,
  name: z.string().max(200),
  licence: z.string().max(400),
  attribution: z.string().max(1_000),
})

export const bundleHead = z.object({
  lunetteBundle: z.literal(BUNDLE_FORMAT),
  createdAt: instant,
  generation: id,
  feeds: z.array(feed).max(1_000),
  /** When each source was last read, by source id. */
  sources: z.array(z.object({ id, asOf: instant })).max(100_000),
})
export type BundleHead = z.infer<typeof bundleHead>

const statement = z.object({
  type: z.literal('statement'),
  record_id: id,
  source: id,
  digest: z.string().max(100),
  state: z.enum(['published', 'rejected', 'withdrawn']),
  modified: instant.optional(),
  keys: ids,
  ecosystems: ids,
  aliases: ids,
  covers: ids,
  facts: json,
  affected: json,
  detail: json,
})
const kev = z.object({
  type: z.literal('kev'),
  asserter: id,
  cve: id,
  dateAdded: z.iso.date(),
  dueDate: z.iso.date().optional(),
  ransomware: z.enum(['known', 'unknown']),
  name: z.string().max(1_000).optional(),
  requiredAction: z.string().max(4_000).optional(),
})
const exploit = z.object({
  type: z.literal('exploit'),
  cve: id,
  source: id,
  kind: z.enum(['module', 'exploit', 'poc', 'template', 'ransomware']),
  reference: z.string().max(2_000),
  date: z.iso.date().optional(),
})
const epssCodes = z.object({ type: z.literal('epss-codes'), codes: z.base64() })
const epssDay = z.object({
  type: z.literal('epss-day'),
  date: z.iso.date(),
  modelVersion: z.string().max(100),
  scores: z.base64(),
  percentiles: z.base64().optional(),
})

const fingerprints = z.object({
  type: z.literal('fingerprints'),
  id,
  rules: z.int().nonnegative(),
  content: z.base64(),
})

const catalogue = z.object({
  type: z.literal('catalogue'),
  id,
  version: z.string().max(40),
  techniques: z
    .array(z.object({ id: z.string().max(40), title: z.string().max(200), parent: z.string().max(40).optional() }))
    .max(20_000),
})

export const bundleLine = z.discriminatedUnion('type', [
  statement,
  kev,
  exploit,
  epssCodes,
  epssDay,
  fingerprints,
  catalogue,
])
export type BundleLine = z.infer<typeof bundleLine>

export const bundleFoot = z.object({
  type: z.literal('end'),
  lines: z.int().nonnegative(),
  sha256: z.string().length(43),
})
