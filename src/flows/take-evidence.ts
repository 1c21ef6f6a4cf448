import { readControls } from '#assurance/controls/store'
import type { Evidence } from '#assurance/evidence'
import { appendEvidence } from '#assurance/evidence/store'
import { err, ok, problem, type Result } from '#core/kernel'
import type { Database } from '#platform/database'
import { isToCome } from './clock-skew.ts'
import type { FlowContext } from './context.ts'

type AssuranceContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Keeps the word of a change in its transaction, such as the audit entry. */
type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

/** Records evidence that somebody or something brings by itself: a probe, counted traces, a person's word. Problems: `no-such-control`, `in-the-future`. */
export async function takeEvidence(
  { database, clock }: AssuranceContext,
  { workspaceId, evidence, by }: { workspaceId: string; evidence: readonly Evidence[]; by?: string },
  alongside: Alongside<readonly Evidence[]>,
): Promise<Result<{ recorded: number }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const known = new Set((await readControls(work)).map(({ id }) => id))
    const missing = evidence.find(({ controlId }) => !known.has(controlId))
    if (missing) return err(noSuchControl(missing.controlId))
    const early = evidence.find(({ at }) => isToCome(at, now))
    if (early) return err(problem('in-the-future', `evidence of ${early.at} cannot have been seen yet`))
    await appendEvidence(work, workspaceId, evidence, now, by)
    await alongside(work, evidence)
    return ok({ recorded: evidence.length })
  })
}

/** The problem of naming a control that is not registered. */
export function noSuchControl(id: string) {
  return problem('no-such-control', `there is no control "${id}": a register brings it (ai import)`)
}
