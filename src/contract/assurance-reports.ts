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
/** Told this once: with the code they see how it stands, and add to it. */
export const reported = z.object({ reference: words, code: words })
export type Reported = z.infer<typeof reported>

/** Also what can be none is taken: it finds nothing, as any other wrong one. */
const code = z.string().max(100)
const added = z.string().trim().min(1).max(4_000)
export const reportStatusQuestion = z.object({ code })
export const reportWordRequest = z.object({ code, words: added })
export const reportStatus = z.object({
  reference: words,
  /** `received`: nobody works on it yet. */
  state: z.enum(['received', 'in work', 'closed']),
  reportedAt: instant,
  /** What whoever reported it added, and what they were answered. */
  words: z.array(z.object({ at: instant, mine: z.boolean(), words })),
})
export type ReportStatus = z.infer<typeof reportStatus>

export const answerRequest = z.object({ words: added })
/** Oldest first; `by` null: whoever reported it. */
export const caseWords = z.object({ words: z.array(z.object({ at: instant, by: words.nullable(), words })) })

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
