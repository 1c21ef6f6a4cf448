import { z } from 'zod'
import { coverageSummary } from './coverage.ts'
import { assetFilterKeys, importFilterKeys } from './filter.ts'
import { listQueryOf, pageOf, textCursor } from './page.ts'
import { basis, criticality, environment, exposure, instant, urgency } from './words.ts'

/** Open findings by decision. */
export const urgencyCounts = z.object({
  now: z.number().int(),
  soon: z.number().int(),
  scheduled: z.number().int(),
  defer: z.number().int(),
})
export type UrgencyCounts = z.infer<typeof urgencyCounts>

export const assetRow = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  criticality,
  environment,
  tags: z.array(z.string()),
  exposure,
  exposureBasis: basis,
  exposureBy: z.string().nullable(),
  exposureAt: instant.nullable(),
  components: z.number().int(),
  unjudged: z.number().int(),
  open: urgencyCounts,
  lastSeen: instant,
  /** Discovery has seen it: it has a page of the surface. */
  isDiscovered: z.boolean(),
})
export type AssetRow = z.infer<typeof assetRow>
export const assetPage = pageOf(assetRow)

/** Orders of the list: the asset with the most urgent finding first, with the most open findings, by name, seen last. */
const assetSort = z.enum(['decision', 'open', 'name', 'seen'])
export type AssetSort = z.infer<typeof assetSort>
export const assetListQuery = listQueryOf(assetFilterKeys).extend({
  sort: assetSort.default('decision'),
  cursor: textCursor,
})
export type AssetListQuery = z.infer<typeof assetListQuery>

export const importRow = z.object({
  id: z.string(),
  assetId: z.string(),
  assetName: z.string(),
  importer: z.string(),
  format: z.string(),
  fileName: z.string(),
  tool: z.string().nullable(),
  statedAt: instant,
  importedAt: instant,
  importedBy: z.string().nullable(),
  components: z.number().int(),
  dropped: z.array(z.object({ code: z.string(), example: z.string(), count: z.number().int() })),
  /** What came of it; null where that was not counted. */
  effects: z
    .object({
      /** Components that are there since, and those that are no more. */
      came: z.number().int().optional(),
      went: z.number().int().optional(),
      /** Findings. */
      opened: z.number().int(),
      reopened: z.number().int(),
      resolved: z.number().int(),
    })
    .nullable(),
})
export type ImportRow = z.infer<typeof importRow>
export const importPage = pageOf(importRow)

/** Orders of the list: imported last, stated last, with the most components, by the asset's name, by the file's. */
const importSort = z.enum(['newest', 'stated', 'components', 'asset', 'file'])
export type ImportSort = z.infer<typeof importSort>
export const importListQuery = listQueryOf(importFilterKeys).extend({
  sort: importSort.default('newest'),
  cursor: textCursor,
})
export type ImportListQuery = z.infer<typeof importListQuery>

/**
 * Whether "no open finding" means something. `not-yet`: assessment is still to come; `out-of-date`: what is known is too
 * old to count; the others say what is missing.
 */
const judgement = z.enum(['judged', 'not-yet', 'out-of-date', 'no-knowledge', 'no-version', 'no-identity'])
export type Judgement = z.infer<typeof judgement>

export const componentRow = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string().nullable(),
  ecosystem: z.string().nullable(),
  purl: z.string().nullable(),
  location: z.string(),
  scope: z.string().nullable(),
  findings: z.number().int(),
  /** The most urgent of them. */
  urgency: urgency.nullable(),
  /** How many of each. */
  open: urgencyCounts,
  judgement,
})
export type ComponentRow = z.infer<typeof componentRow>
export const componentPage = pageOf(componentRow)

export const assetDetail = assetRow.extend({
  naturalKey: z.string(),
  /** What imports call it, where a person gave it another name. */
  renamedFrom: z.string().nullable(),
  firstSeen: instant,
  /** Counts what people state of it; a change that names it in `If-Match` is refused when somebody was faster. */
  version: z.number().int(),
  changedBy: z.string().nullable(),
  changedAt: instant.nullable(),
  distribution: z.string().nullable(),
  /** Other assets of the same name or address, such as a host and the address it was scanned by: nobody said that they are one. */
  namesakes: z.array(z.object({ id: z.string(), kind: z.string(), name: z.string() })),
  coverage: coverageSummary,
  imports: z.array(importRow),
})
export type AssetDetail = z.infer<typeof assetDetail>

/** Facts a person states about an asset; what is left out stays. */
export const assetChange = z
  .object({
    /** `null`: the name that imports give. */
    name: z.string().trim().min(1).max(200).nullable(),
    exposure,
    criticality,
    environment,
    owner: z.string().trim().max(200).nullable(),
    tags: z.array(z.string().trim().min(1).max(60)).max(50),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'state at least one fact')
export type AssetChange = z.infer<typeof assetChange>
