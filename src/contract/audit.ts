import { z } from 'zod'
import { listQueryOf, pageOf } from './page.ts'
import { auditFilterKeys } from './team-filters.ts'
import { instant } from './words.ts'

/** One change. What was erased (`null`) leaves its place in the chain. */
const auditEntry = z.object({
  position: z.number().int(),
  at: instant,
  actor: z.string().nullable(),
  action: z.string().nullable(),
  target: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
  /** Binds the entry to all before it. */
  digest: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntry>
/** What an entry is about, as it is called now; `null`: it is not there any more, or has no name. */
const auditSubject = z.object({
  kind: z.enum(['finding', 'asset', 'person', 'target', 'ruling', 'change']),
  name: z.string(),
})
const namedEntry = auditEntry.extend({
  subject: auditSubject.nullable(),
  /** What else its details name by an id. */
  names: z.array(auditSubject.extend({ id: z.string() })),
})
export type NamedAuditEntry = z.infer<typeof namedEntry>
export const auditPage = pageOf(namedEntry)

/** Days are UTC and count whole: from the first moment of `from` to the last of `to`. */
const days = { from: z.iso.date().optional(), to: z.iso.date().optional() }
export const auditQuery = listQueryOf(auditFilterKeys).extend(days)
export type AuditQuery = z.infer<typeof auditQuery>
/** What of a trail is looked at: under a filter, between days. */
export const auditDaysQuery = auditQuery.pick({ filter: true, from: true, to: true })
export type AuditDays = z.infer<typeof auditDaysQuery>
export const auditExportQuery = auditQuery
  .omit({ cursor: true, offset: true, limit: true })
  .extend({ format: z.enum(['csv', 'jsonl']).default('jsonl') })

/** The chain recomputed: entries checked, how many have erased words, the first position that does not fit, the last digest. */
export const auditVerification = z.object({
  entries: z.number().int(),
  erased: z.number().int(),
  brokenAt: z.number().int().nullable(),
  head: z.string().nullable(),
})
export type AuditVerification = z.infer<typeof auditVerification>
