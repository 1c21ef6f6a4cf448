import { readControls } from '#assurance/controls/store'
import { dueOf, exportCase, isTimeZone, mayRead, type ObligationCalendar, provenChanges } from '#assurance/incidents'
import {
  casesWithOpenDuties,
  readCases,
  type SaidObligation,
  sayObligation,
  writeCalendar,
} from '#assurance/incidents/store'
import { err, ok, problem, type Result } from '#core/kernel'
import type { CaseExport } from '#core/vocabulary'
import { readAiSystems } from '#exposure/inventory/store'
import type { Database } from '#platform/database'
import { type Acting, caseFor } from './case-access.ts'
import { type ClockedObligation, clocked } from './case-duties.ts'
import { isToCome, notAfter } from './clock-skew.ts'
import { proofFor } from './closing-proof.ts'
import type { FlowContext } from './context.ts'

type ObligationContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]
type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

/** The duties that may follow from a case, each with its clock. Problems: `not-found`, `not-allowed`. */
export async function obligationsFor(
  { database, clock }: ObligationContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
): Promise<Result<{ obligations: ClockedObligation[]; calendar: ObligationCalendar }>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await caseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    return ok(await clocked(work, found.value, clock()))
  })
}

/** A duty that applies and whose report was not sent yet, with the case it follows from. */
export interface RunningDuty {
  caseId: string
  title: string
  ruleId: string
  name: string
  recipient: string
  due: string
  latest: string
}

/** So many cases are looked through. */
const MOST_CASES = 200

/** Clocks that run: duties of all cases that somebody said apply, the soonest first. Cases that one may not read are left out. */
export async function runningDuties(
  { database, clock }: ObligationContext,
  { workspaceId, by, readsAll = false }: Acting,
): Promise<RunningDuty[]> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const duties: RunningDuty[] = []
    for (const id of await casesWithOpenDuties(work, MOST_CASES)) {
      const [found] = await readCases(work, 1, id)
      if (!found || !mayRead(found, { name: by, readsAll })) continue
      const { obligations } = await clocked(work, found, now)
      for (const { rule, state, due, latest } of obligations)
        if (state === 'open') {
          const { id: ruleId, name, recipient } = rule
          duties.push({ caseId: found.id, title: found.title, ruleId, name, recipient, due, latest })
        }
    }
    return duties.sort((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due)))
  })
}

/** What somebody says of a duty. */
export interface ObligationWord {
  ruleId: string
  state: SaidObligation['state']
  startedAt: string | null
  filedAt: string | null
  note: string | null
}

/** Says whether a duty applies, when its clock began, and that the report was sent. Problems: `not-found`, `not-allowed`, `no-such-rule`, `in-the-future`. */
export async function sayOfObligation(
  { database, clock }: ObligationContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  { ruleId, state, startedAt, filedAt, note }: ObligationWord,
  alongside: Alongside<SaidObligation>,
): Promise<Result<SaidObligation>> {
  const now = clock()
  if ([startedAt, filedAt].some((at) => isToCome(at, now)))
    return err(problem('in-the-future', 'neither a clock nor a report begins at a time that has not come'))
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await caseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const { obligations, calendar } = await clocked(work, found.value, now)
    const known = obligations.find(({ rule }) => rule.id === ruleId)
    if (!known) return err(problem('no-such-rule', `no duty "${ruleId}" can follow from this case now`))
    const start = new Date(notAfter(startedAt ?? known.startedAt, now)).toISOString()
    const isFiled = state === 'filed'
    const said: SaidObligation = {
      ...{ ruleId, state, note, saidBy: by, startedAt: start },
      filedAt: isFiled ? new Date(notAfter(filedAt ?? now, now)).toISOString() : null,
      ruleVersion: isFiled ? known.rule.version : null,
      dueAt: isFiled ? dueOf(known.rule, start, calendar).due : null,
    }
    await sayObligation(work, workspaceId, caseId, said, now)
    await alongside(work, said)
    return ok(said)
  })
}

/** By whose calendar clocks run. Problem: `bad-request`. */
export async function setCalendar(
  { database, clock }: ObligationContext,
  { workspaceId, by }: Acting,
  calendar: ObligationCalendar,
  alongside: Alongside<ObligationCalendar>,
): Promise<Result<ObligationCalendar>> {
  if (!isTimeZone(calendar.timeZone))
    return err(problem('bad-request', `there is no time zone "${calendar.timeZone}": for example Europe/Brussels`))
  return database.inWorkspace(workspaceId, async (work) => {
    await writeCalendar(work, workspaceId, calendar, { by, now: clock() })
    await alongside(work, calendar)
    return ok(calendar)
  })
}

/** A case as a file for somebody else: what is not known is left open in it. Problems: `not-found`, `not-allowed`. */
export async function exportOf(
  { database, clock }: ObligationContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  as: CaseExport,
): Promise<Result<{ name: string; type: string; text: string }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await caseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const system = (await readAiSystems(work)).find(({ slug }) => slug === found.value.system)
    const { obligations } = await clocked(work, found.value, now)
    const proven = provenChanges(found.value, await proofFor(work, found.value, now))
    const names = new Map((await readControls(work)).map(({ id, name }) => [id, name]))
    return ok(exportCase(as, { case: found.value, system, names, proven, clocks: obligations, now }))
  })
}
