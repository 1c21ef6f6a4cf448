import type { AssuranceCase } from '#assurance/incidents'
import {
  caseOfSource,
  countReport,
  issueReportCode,
  openCase,
  openReportLink,
  type ReportedCase,
} from '#assurance/incidents/store'
import { digestOf, err, type Outcome, ok, problem, type Result } from '#core/kernel'
import { readReportedMail } from '#intake/messages'
import type { Database } from '#platform/database'
import { isToCome, notAfter } from './clock-skew.ts'
import type { FlowContext } from './context.ts'
import { noteCaseWords } from './patterns.ts'

type ReportContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** What somebody behind a link tells. */
export interface LinkedReport {
  token: string
  kind: AssuranceCase['kind']
  what: string
  contact: string | null
  confidential: boolean
  /** Between which times it happened, as far as they know. */
  occurredFrom: string | null
  occurredTo: string | null
}

/** Reports by links of a workspace in an hour: whoever has a link must not fill the list. */
const MOST_AN_HOUR = 120
const MOST_TITLE = 120

/** True while a link works; nothing else is said of it. */
export async function isOpenLink({ database, clock }: ReportContext, token: string): Promise<boolean> {
  return (await openReportLink(database.instance, token, clock())) !== undefined
}

/**
 * Opens a case for somebody without an account. All they get back is a reference that
 * they can name later, and a code by which they come back. It opens no
 * closed case again: that is for people who know what belongs together. Problems: `link-invalid`, `too-many-requests`.
 */
export async function reportByLink(
  { database, clock }: ReportContext,
  told: LinkedReport,
  alongside: (work: InTransaction, opened: { id: string; workspaceId: string; by: string }) => Promise<void>,
): Promise<Result<{ reference: string; code: string; workspaceId: string }>> {
  const now = clock()
  const link = await openReportLink(database.instance, told.token, now)
  if (!link) return err(invalidLink)
  const [from, to] = [told.occurredFrom, told.occurredTo].map((at) => (at === null ? undefined : Date.parse(at)))
  if (isToCome(told.occurredFrom, now))
    return err(problem('in-the-future', 'it cannot have begun at a time that has not come'))
  if (from !== undefined && to !== undefined && from > to)
    return err(problem('bad-request', 'it cannot have ended before it began'))
  const { workspaceId } = link
  return database.inWorkspace(workspaceId, async (work) => {
    const counted = await countReport(work, link, { now, mostAnHour: MOST_AN_HOUR })
    if (counted === 'gone') return err(invalidLink)
    if (counted === 'too-many')
      return err(problem('too-many-requests', 'a lot was reported within the hour: try again later, or tell somebody'))
    const by = `link "${link.label}"`
    const reported = caseOf(told, now)
    const { id } = await openCase(work, workspaceId, reported, { by, now })
    await noteCaseWords(work, workspaceId, { ...reported, id, at: now })
    await alongside(work, { id, workspaceId, by })
    const code = await issueReportCode(work, workspaceId, id, now)
    return ok({ reference: id.slice(0, 8), code, workspaceId })
  })
}

function caseOf(told: LinkedReport, now: string): ReportedCase {
  const { kind, what, contact, confidential, occurredFrom, occurredTo } = told
  return {
    ...{ kind, title: titleOf(what), summary: what, contact, confidential, origin: 'report-link' },
    ...{ pattern: null, system: null },
    // Clocks of phones run ahead.
    ...{ occurredFrom: notAfter(occurredFrom, now), occurredTo: notAfter(occurredTo, now) },
    ...{ detectedAt: null, containedAt: null },
  }
}

/** The first sentence of what was told, cut at a word. */
function titleOf(what: string): string {
  const line = what.trim().split('\n', 1)[0]!
  const sentence = /^.{15,}?[.!?](?=\s|$)/.exec(line)?.[0] ?? line
  if (sentence.length <= MOST_TITLE) return sentence
  return `${sentence.slice(0, MOST_TITLE).replace(/\s+\S*$/, '')} …`
}

const invalidLink = problem(
  'link-invalid',
  'this link does not open the form: ask whoever gave it to you for a new one',
)

/** A mail that somebody forwards as a report. */
export interface MailedReport {
  workspaceId: string
  by: string
  bytes: Uint8Array
  kind: AssuranceCase['kind']
  confidential: boolean
}

export interface TakenMail {
  id: string
  /** The same mail was taken before. */
  unchanged: boolean
  title: string
  outcome: Outcome
}

/** Mail → case; the same mail again changes nothing. Problems: `too-large`, `not-mail`. */
export async function reportByMail(
  { database, clock }: ReportContext,
  { workspaceId, by, bytes, kind, confidential }: MailedReport,
  alongside: (work: InTransaction, opened: { id: string }) => Promise<void>,
): Promise<Result<TakenMail>> {
  const read = await readReportedMail(bytes)
  if (!read.ok) return read
  const { subject, text, from, sentAt, outcome } = read.value
  const now = clock()
  const sourceDigest = digestOf(Buffer.from(bytes))
  return database.inWorkspace(workspaceId, async (work) => {
    const known = await caseOfSource(work, sourceDigest)
    if (known !== undefined) return ok({ id: known, unchanged: true, title: subject, outcome })
    const past = sentAt !== undefined && sentAt <= now ? sentAt : null
    const told: ReportedCase = {
      ...{ kind, title: subject, summary: text, contact: from ?? null, confidential, origin: 'mail', sourceDigest },
      ...{ pattern: null, system: null, containedAt: null },
      // Whoever wrote knew of it by then.
      ...{ occurredFrom: null, occurredTo: past, detectedAt: past },
    }
    const { id } = await openCase(work, workspaceId, told, { by, now })
    await noteCaseWords(work, workspaceId, { ...told, id, at: now })
    await alongside(work, { id })
    return ok({ id, unchanged: false, title: subject, outcome })
  })
}
