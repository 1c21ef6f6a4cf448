import { reopenCase } from '#assurance/incidents/store'
import { err, ok, problem, type Result } from '#core/kernel'
import { type Acting, type Alongside, type CaseContext, caseFor } from './case-access.ts'
import { countFailuresAgain } from './failures-again.ts'
import { tellReopened } from './tell-reopened.ts'

/**
 * Opens a closed case again because somebody says so, with the reason: the failures that its changes had cleared count again
 * until they are proven. Problems: `not-found`, `not-allowed`, `case-open`.
 */
export async function reopen(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  why: string,
  alongside: Alongside<{ id: string }>,
): Promise<Result<{ id: string }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await caseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    if (found.value.state === 'open') return err(problem('case-open', 'the case is open'))
    await reopenCase(work, caseId, `${by} opened it: ${why}`)
    await countFailuresAgain(work, workspaceId, { caseIds: [caseId] }, now)
    await tellReopened(work, workspaceId, [caseId], now)
    await alongside(work, { id: caseId })
    return ok({ id: caseId })
  })
}
