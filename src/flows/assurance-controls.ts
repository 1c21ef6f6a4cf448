import type { Control } from '#assurance/controls'
import { lockControl, readControls, recordControls } from '#assurance/controls/store'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import { readAiSystems } from '#exposure/inventory/store'
import type { Database } from '#platform/database'
import { changedFields } from './changed-fields.ts'
import type { FlowContext } from './context.ts'
import { noteRiskTerms } from './risk-terms.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** What people say of a control. How evidence of it is weighed is its register's to say. */
export type SaidControl = Partial<
  Pick<Control, 'name' | 'owner' | 'claim' | 'measure' | 'system' | 'version' | 'references' | 'reviewDays'>
>

/**
 * Says anew what a control is; what is not given stays. What a register said of it, it says again when it is taken in.
 * Problems: `not-found`, `no-such-system`.
 */
export async function describeControl(
  { database, clock }: Pick<FlowContext, 'database' | 'clock'>,
  { workspaceId, id, said }: { workspaceId: string; id: string; said: SaidControl },
  alongside: (work: InTransaction, changed: string[]) => Promise<void>,
): Promise<Result<{ id: string }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    await lockControl(work, workspaceId, id)
    const [known] = await readControls(work, [id])
    if (!known) return err(problem('not-found', `there is no control "${id}": ${commandLine('control list')}`))
    const system = said.system ?? null
    if (system !== null && !(await readAiSystems(work)).some(({ slug }) => slug === system))
      return err(problem('no-such-system', `there is no AI system "${system}": ${commandLine('ai list')}`))
    const references = said.references && [...new Set(said.references)]
    const next = { ...known, ...said, ...(references && { references }) }
    if ((await recordControls(work, workspaceId, [next], now)).length > 0) {
      await noteRiskTerms(work, workspaceId, now)
      await alongside(work, changedFields(known, { ...said, ...(references && { references }) }))
    }
    return ok({ id })
  })
}
