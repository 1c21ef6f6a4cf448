import { z } from 'zod'
import { urgencyCounts } from './assets.ts'
import { pageOf } from './page.ts'
import { basis, exposure, instant, relationKind } from './words.ts'

/** Who states a relation. */
const relationSource = z.object({
  /** The tool or importer, or the person. */
  by: z.string(),
  kind: z.enum(['import', 'person', 'discovery']),
  importId: z.string().nullable(),
  fileName: z.string().nullable(),
  basis,
  /** From 1 (a guess) to 100. */
  confidence: z.number().int(),
  at: instant,
})
export type RelationSource = z.infer<typeof relationSource>

/** An asset at the other end of a relation, or in a neighbourhood. */
const relatedAsset = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  exposure,
  /** Open findings by decision. */
  open: urgencyCounts,
  /** True where no import of its own speaks of it: others name it, and nothing was looked at. */
  onlyNamed: z.boolean(),
})
export type RelatedAsset = z.infer<typeof relatedAsset>

const relationFacts = z.object({
  id: z.string(),
  kind: relationKind,
  /** The standard that the kind's name is of. */
  standard: z.string(),
  confidence: z.number().int(),
  firstSeen: instant,
  lastSeen: instant,
  /** Everybody who states it now, latest first; at most ten. */
  sources: z.array(relationSource),
})

/** A relation as it reads from one asset: `out` leads away from it. */
const relationRow = relationFacts.extend({
  direction: z.enum(['out', 'in']),
  words: z.string(),
  other: relatedAsset,
})
export type RelationRow = z.infer<typeof relationRow>
export const relationPage = pageOf(relationRow)

const edge = relationFacts.extend({ from: z.string(), to: z.string(), words: z.string() })
export type RelationEdge = z.infer<typeof edge>

/** What lies around an asset. */
export const neighbourhood = z.object({
  depth: z.number().int(),
  nodes: z.array(
    relatedAsset.extend({
      /** Steps from the asset that was asked for. */
      distance: z.number().int(),
      /** All its relations, and how many of them are not among `edges`. */
      relations: z.number().int(),
      hidden: z.number().int(),
    }),
  ),
  edges: z.array(edge),
  /** What a person may state of this asset: kinds with their words, and the kinds of asset at the other end. */
  statable: z.array(
    z.object({
      kind: relationKind,
      direction: z.enum(['out', 'in']),
      words: z.string(),
      others: z.array(z.string()),
    }),
  ),
})
export type Neighbourhood = z.infer<typeof neighbourhood>

export const neighbourhoodQuery = z.object({ depth: z.coerce.number().int().min(1).max(3).default(2) })

/** A relation that a person states, as it reads from the asset in the address. */
export const relationRequest = z.object({
  kind: relationKind,
  direction: z.enum(['out', 'in']).default('out'),
  other: z.string().min(1).max(64),
})
export type RelationRequest = z.infer<typeof relationRequest>
export const relationMade = z.object({ id: z.string() })
export const relationWithdrawn = z.object({ ok: z.literal(true) })

/** What was said of an asset's exposure, latest first. */
export const exposureHistory = z.object({
  statements: z.array(
    z.object({
      value: exposure,
      basis,
      by: z.string().nullable(),
      at: instant,
      /** From where it was looked at; `null`: nobody looked, somebody said. */
      vantage: z.string().nullable(),
    }),
  ),
  /** Where discovery saw it last; from inside that says nothing of the internet. `null`: it never did. */
  seen: z.object({ vantage: z.string(), at: instant }).nullable(),
})
export type ExposureHistory = z.infer<typeof exposureHistory>
