import { z } from 'zod'
import { listQuery, pageOf } from './page.ts'
import { instant, urgency } from './words.ts'

/**
 * What can happen to a finding. `restated`: its reasons changed, its decision did not. `moved`: it goes on as another.
 * `claim-ended`: it was claimed fixed and ended otherwise, nothing confirmed the claim.
 */
const changeKind = z.enum([
  'opened',
  'reopened',
  'returned',
  'more-urgent',
  'less-urgent',
  'restated',
  'suppressed',
  'ruling-replaced',
  'resolved',
  'moved',
  'worked',
  'claimed',
  'claim-withdrawn',
  'verified',
  'still-seen',
  'claim-ended',
])
export type ChangeKind = z.infer<typeof changeKind>

/** One change of one finding. */
const findingChange = z.object({
  id: z.string(),
  at: instant,
  kind: changeKind,
  detail: z.record(z.string(), z.unknown()),
  finding: z.object({
    id: z.string(),
    title: z.string(),
    vulnerabilityId: z.string().nullable(),
    urgency,
    state: z.enum(['open', 'suppressed', 'resolved']),
    asset: z.object({ id: z.string(), name: z.string() }),
  }),
})
export type FindingChange = z.infer<typeof findingChange>
export const changePage = pageOf(findingChange)

/** Changes since an instant, newest first, of one kind or of all, of everybody or without what one did oneself. */
export const changeQuery = z.object({
  since: z.iso.datetime({ offset: true }).default('1970-01-01T00:00:00Z'),
  kind: changeKind.optional(),
  by: z.enum(['everybody', 'others']).default('everybody'),
  cursor: listQuery.shape.cursor,
  offset: listQuery.shape.offset,
  limit: listQuery.shape.limit,
})
export type ChangeQuery = z.infer<typeof changeQuery>

/**
 * What changed since one's visit before, in the first visit since it began. `since` is `null` when one looks for the first
 * time, and nothing is counted. What one did oneself is not counted; what followed from it is, such as findings that one's
 * import opened. `until`: what happened later is not in it.
 */
export const look = z.object({
  since: instant.nullable(),
  until: instant,
  counts: z.array(z.object({ kind: changeKind, count: z.number().int() })),
  imports: z.number().int(),
  newAssets: z.number().int(),
})
export type Look = z.infer<typeof look>

/** What one has seen: all that happened until then. */
export const seenUntil = z.object({ until: z.iso.datetime({ offset: true }) })
