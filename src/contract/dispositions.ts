import { z } from 'zod'
import { listQueryOf, pageOf } from './page.ts'
import { dispositionFilterKeys } from './team-filters.ts'
import { instant } from './words.ts'

const status = z.enum(['false-positive', 'accepted', 'not-affected'])
const scope = z.enum(['finding', 'component', 'asset', 'workspace'])
const fact = z.enum(['version', 'advisory', 'evidence', 'exposure', 'exploitation'])
const anchor = z.partialRecord(fact, z.string())
const state = z.enum(['in-force', 'ended', 'revoked', 'replaced'])

/**
 * A ruling on a finding. `rehearse`: only tell what it would do. `restsOn` left out: what its status and scope suggest.
 * `instead`: refuse unless this ruling stands on it (`null`: none does). `replaces`: refuse where it would take the place
 * of another ruling than these, on any finding of its scope.
 */
export const rulingRequest = z.object({
  status,
  scope,
  reason: z.string().max(4_000),
  justification: z.string().max(100).optional(),
  endsAt: instant,
  restsOn: z.array(fact).max(5).optional(),
  instead: z.uuid().nullable().optional(),
  replaces: z.array(z.uuid()).max(1_000).optional(),
  rehearse: z.boolean().default(false),
})
export type RulingRequest = z.input<typeof rulingRequest>

const rulingOnSome = z.object({ id: z.string(), madeBy: z.string(), reason: z.string(), findings: z.number().int() })

/** What a ruling does, or did: findings it suppresses, and on how many assets. */
export const rulingEffect = z.object({
  id: z.string(),
  anchor,
  suppressed: z.number().int(),
  assets: z.number().int(),
  /** Rulings that it takes the place of, and on how many findings each; most first. */
  replaces: z.array(rulingOnSome),
})
export type RulingEffect = z.infer<typeof rulingEffect>

/** A ruling as it stands: who, why, resting on what, until when. */
export const dispositionRow = z.object({
  id: z.string(),
  status,
  scope,
  vulnerabilityId: z.string(),
  anchor,
  justification: z.string().nullable(),
  reason: z.string(),
  madeBy: z.string(),
  madeAt: instant,
  endsAt: instant,
  revokedBy: z.string().nullable(),
  revokedAt: instant.nullable(),
  /** Who made the ruling that took its place; it stands again only when that one is taken back. */
  replacedBy: z.string().nullable(),
  /** Whether it speaks now. One whose facts moved is in force and covers nothing. */
  state,
  /** The finding it was made about, where that is all it reaches. */
  finding: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** The component that it reaches on every asset where it is in just these versions. */
  component: z
    .object({ key: z.string(), version: z.string().nullable(), otherVersions: z.array(z.string()) })
    .nullable(),
  /** The asset it reaches, or the one of its finding. */
  asset: z.object({ id: z.string(), name: z.string() }).nullable(),
  suppresses: z.number().int(),
  /** The VEX document whose statement it repeats. */
  document: z.object({ id: z.string(), fileName: z.string() }).nullable(),
})
export type DispositionRow = z.infer<typeof dispositionRow>
export const dispositionPage = pageOf(dispositionRow)

/** `ending`: what ends next comes first; `covers`: what covers most findings. */
const dispositionSort = z.enum(['newest', 'ending', 'covers'])
export type DispositionSort = z.infer<typeof dispositionSort>
export const dispositionListQuery = listQueryOf(dispositionFilterKeys).extend({
  sort: dispositionSort.default('newest'),
})
export type DispositionListQuery = z.infer<typeof dispositionListQuery>

/** `rehearse`: only tell what it would do. */
export const revokeQuery = z.object({ rehearse: z.stringbool().default(false) })

/** After a ruling was taken back: findings that are open again, and rulings that stand on the others instead. */
export const revoked = z.object({ returned: z.number().int(), stands: z.array(rulingOnSome) })
export type Revoked = z.infer<typeof revoked>
