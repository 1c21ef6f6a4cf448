import { type CaseChange, isProven, latestException, ownerOfChange } from '#assurance/incidents'
import { addCaseChange, caseOfChange, completeChange, withdrawChange } from '#assurance/incidents/store'
import { err, ok, problem, type Result } from '#core/kernel'
import { type Acting, type Alongside, type CaseContext, noControl, openCaseFor } from './case-access.ts'
import { isToCome, notAfter } from './clock-skew.ts'
import { proofFor } from './closing-proof.ts'

/** Adds what was changed because of a case, or why nothing is. Problems: `not-found`, `case-closed`, `no-such-control`, `in-the-future`, `bad-request`. */
export async function changeBecauseOf(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  change: Omit<CaseChange, 'id' | 'madeBy' | 'withdrawn'>,
  alongside: Alongside<{ id: string }>,
): Promise<Result<{ id: string }>> {
  const now = clock()
  if (isToCome(change.madeAt, now))
    return err(problem('in-the-future', `a change of ${change.madeAt} has not taken effect yet`))
  if (change.kind === 'exception' && (change.until === null || change.until < now.slice(0, 10)))
    return err(problem('bad-request', 'an exception says until when it holds, and that day has not passed'))
  const weak = change.kind === 'exception' ? weakException(change, now) : undefined
  if (weak) return err(problem('bad-request', weak))
  const early = reviewTooEarly(change.nextReview, now)
  if (early) return err(early)
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await openCaseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const missing = await noControl(work, change.controlId)
    if (missing) return err(missing)
    const until = change.kind === 'exception' ? change.until : null
    const id = await addCaseChange(work, workspaceId, caseId, {
      ...change,
      madeAt: notAfter(change.madeAt, now),
      until,
      owner: ownerOfChange(change, by),
      madeBy: by,
    })
    await alongside(work, { id })
    return ok({ id })
  })
}

/** Why an exception excepts nothing: it would hold as good as for ever, or does not say why. */
function weakException({ what, until }: Pick<CaseChange, 'what' | 'until'>, now: string): string | undefined {
  const latest = latestException(now)
  if ((until ?? '') > latest) return `until: an exception holds for a year at most, until ${latest}`
  const isReason = what.trim().length >= 10 && /\S\s+\S/.test(what.trim())
  return isReason ? undefined : 'what: say in some words why nothing is changed'
}

/** Why a day can be no next review: it does not lie ahead, so that none would be planned. */
export function reviewTooEarly(day: string | null | undefined, now: string) {
  return day == null || day > now.slice(0, 10)
    ? undefined
    : problem('bad-request', `the next review lies ahead, and ${day} does not: give a day after today`)
}

/** Says of a change what was left open. Problems: `not-found`, `case-closed`, `not-allowed`, `bad-request`. */
export async function completeChangeOf(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  changeId: string,
  said: Partial<Pick<CaseChange, 'regressionKey' | 'owner' | 'nextReview'>>,
  alongside: Alongside<{ id: string; caseId: string }>,
): Promise<Result<{ id: string }>> {
  const early = reviewTooEarly(said.nextReview, clock())
  if (early) return err(early)
  return database.inWorkspace(workspaceId, async (work) => {
    const caseId = await caseOfChange(work, changeId)
    if (caseId === undefined) return err(problem('not-found', 'there is no such change in this workspace'))
    const found = await openCaseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    if (found.value.changes.some(({ id, withdrawn }) => id === changeId && withdrawn !== null))
      return err(problem('change-withdrawn', 'the change was withdrawn: add another'))
    await completeChange(work, changeId, said)
    await alongside(work, { id: changeId, caseId })
    return ok({ id: changeId })
  })
}

/**
 * Withdraws a change that is not proven: it stays in the case with the reason, and the case is open for another. Problems:
 * `not-found`, `case-closed`, `not-allowed`, `change-withdrawn`, `change-proven`.
 */
export async function withdrawChangeOf(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  changeId: string,
  why: string,
  alongside: Alongside<{ id: string; caseId: string }>,
): Promise<Result<{ id: string }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const caseId = await caseOfChange(work, changeId)
    if (caseId === undefined) return err(problem('not-found', 'there is no such change in this workspace'))
    const found = await openCaseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const change = found.value.changes.find(({ id }) => id === changeId)!
    if (change.withdrawn) return err(problem('change-withdrawn', `${change.withdrawn.by} withdrew it before`))
    if (isProven(change, await proofFor(work, found.value, now)))
      return err(problem('change-proven', 'the change is proven: what was undone since is a change of its own'))
    await withdrawChange(work, changeId, { at: now, by, why })
    await alongside(work, { id: changeId, caseId })
    return ok({ id: changeId })
  })
}
