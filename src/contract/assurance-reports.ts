import { z } from 'zod'
import { caseKinds } from '#core/vocabulary'
import { instant } from './words.ts'

const words = z.string()

/** A link by which anyone may report, without an account. */
const reportLink = z.object({
  id: words,
  label: words,
  madeBy: words,
  createdAt: instant,
  expiresAt: instant,
  revokedAt: instant.nullable(),
  reports: z.number().int(),
  lastReportAt: instant.nullable(),
})
export type ReportLinkRow = z.infer<typeof reportLink>
/** Newest first. */
export const reportLinkList = z.object({ links: z.array(reportLink) })
export const reportLinkRequest = z.object({
  /** For whom it is: only its own workspace reads it. */
  label: z.string().trim().min(1).max(100),
  days: z.number().int().min(1).max(730).default(90),
})
export const reportLinkRevoked = z.object({ ok: z.literal(true) })

/** Also what can be none is taken: it opens nothing, as any other wrong one. */
const token = z.string().max(500)
export const reportQuestion = z.object({ token })
/** That the link works, and nothing of whose it is. */
export const reportOpen = z.object({ open: z.literal(true) })

/** What happened, in the words of whoever saw it. */
export const reportRequest = z.object({
  token,
  kind: z.enum(['incident', 'near-miss', 'hazard']),
  what: z.string().trim().min(10).max(10_000),
  contact: z.string().trim().min(1).max(200).nullable().default(null),
  confidential: z.boolean().default(false),
  /** Between which times it happened, as far as they know. */
  occurredFrom: z.iso.datetime({ offset: true }).nullable().default(null),
  occurredTo: z.iso.datetime({ offset: true }).nullable().default(null),
})
export const reported = z.object({ reference: words })

export const mailQuery = z.object({
  kind: z.enum(caseKinds).default('incident'),
  confidential: z.stringbool().default(false),
})
export const mailTaken = z.object({
  id: words,
  unchanged: z.boolean(),
  title: words,
  dropped: z.array(z.object({ code: words, example: words, count: z.number().int() })),
})
export type MailTaken = z.infer<typeof mailTaken>
