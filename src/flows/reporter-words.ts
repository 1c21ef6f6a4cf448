import {
  addCaseWord,
  type CaseWord,
  caseOfCode,
  hasReportCode,
  readCases,
  wordsOfCase,
} from '#assurance/incidents/store'
import { err, ok, problem, type Result } from '#core/kernel'
import { type Acting, type Alongside, type CaseContext, caseFor, type InTransaction } from './case-access.ts'

/** How a report stands, as whoever made it without an account may see it: nothing of what others said of it. */
export interface ReportStatus {
  reference: string
  state: 'received' | 'in work' | 'closed'
  reportedAt: string
  /** What they added, and what they were answered; who answered is not told. */
  words: { at: string; mine: boolean; words: string }[]
}

/** Words of a reporter in one case: whoever has a code must not fill it. */
const MOST_WORDS = 50

const noReport = problem('link-invalid', 'no report has this code: look at each letter once more')

/** How the report behind a code stands. Problem: `link-invalid`. */
export async function reportOfCode({ database }: CaseContext, code: string): Promise<Result<ReportStatus>> {
  const found = await caseOfCode(database.instance, code)
  if (!found) return err(noReport)
  return database.inWorkspace(found.workspaceId, (work) => statusOf(work, found.caseId))
}

async function statusOf(work: InTransaction, caseId: string): Promise<Result<ReportStatus>> {
  const [one] = await readCases(work, 1, caseId)
  if (!one) return err(noReport)
  const isBegun = one.lead !== null || one.barriers.length + one.changes.length > 0
  return ok({
    reference: caseId.slice(0, 8),
    state: one.state === 'closed' ? 'closed' : isBegun ? 'in work' : 'received',
    reportedAt: one.reportedAt,
    words: (await wordsOfCase(work, caseId)).map(({ at, by, words }) => ({ at, mine: by === null, words })),
  })
}

/** Adds a word of whoever reported a case. Problems: `link-invalid`, `too-many-requests`. */
export async function addByCode(
  { database, clock }: CaseContext,
  { code, words }: { code: string; words: string },
  alongside: Alongside<{ workspaceId: string; caseId: string }>,
): Promise<Result<ReportStatus & { workspaceId: string }>> {
  const found = await caseOfCode(database.instance, code)
  if (!found) return err(noReport)
  const { workspaceId, caseId } = found
  return database.inWorkspace(workspaceId, async (work) => {
    const theirs = (await wordsOfCase(work, caseId)).filter(({ by }) => by === null)
    if (theirs.length >= MOST_WORDS)
      return err(problem('too-many-requests', 'a lot was added to this report: report what else there is anew'))
    await addCaseWord(work, workspaceId, caseId, { at: clock(), by: null, words })
    await alongside(work, found)
    const status = await statusOf(work, caseId)
    return status.ok ? ok({ ...status.value, workspaceId }) : status
  })
}

/** Answers whoever reported a case by a link: they read it with their code. Problems: `not-found`, `not-allowed`, `bad-request`. */
export async function answerReporter(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  { caseId, words }: { caseId: string; words: string },
  alongside: Alongside<{ caseId: string }>,
): Promise<Result<CaseWord[]>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await caseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    if (!(await hasReportCode(work, workspaceId, caseId)))
      return err(problem('bad-request', 'whoever reported it has no code, and would not read it'))
    await addCaseWord(work, workspaceId, caseId, { at: clock(), by, words })
    await alongside(work, { caseId })
    return ok(await wordsOfCase(work, caseId))
  })
}
