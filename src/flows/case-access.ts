import { readControls } from '#assurance/controls/store'
import { type AssuranceCase, type CaseReader, mayRead } from '#assurance/incidents'
import { readCases } from '#assurance/incidents/store'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import { readAiSystems } from '#exposure/inventory/store'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'

/** What work on cases needs. */
export type CaseContext = Pick<FlowContext, 'database' | 'clock'>
/** A transaction that sees one workspace. */
export type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Keeps the word of a change in its transaction, such as the audit entry. */
export type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

/** Whose case it is, and who acts. */
export interface Acting {
  workspaceId: string
  by: string
  /** They may work on confidential cases of others. */
  readsAll?: boolean
}

/** A case on which somebody may work. */
export async function caseFor(work: InTransaction, caseId: string, reader: CaseReader): Promise<Result<AssuranceCase>> {
  const [found] = await readCases(work, 1, caseId)
  if (!found) return err(problem('not-found', 'there is no such case in this workspace'))
  if (!mayRead(found, reader))
    return err(problem('not-allowed', 'the case is confidential: owners, who leads it and who reported it work on it'))
  return ok(found)
}

/** The same, and it is open. */
export async function openCaseFor(
  work: InTransaction,
  caseId: string,
  reader: CaseReader,
): Promise<Result<AssuranceCase>> {
  const found = await caseFor(work, caseId, reader)
  if (found.ok && found.value.state === 'closed')
    return err(problem('case-closed', 'the case is closed: report what happened anew'))
  return found
}

/** The problem of naming a control that is not there. */
export async function noControl(work: InTransaction, id: string) {
  const [control] = await readControls(work, [id])
  return control ? undefined : problem('no-such-control', `there is no control "${id}": a register brings it`)
}

/** The problem of naming an AI system that is not there: its reviews and its page would never hear of the case. */
export async function noSystem(work: InTransaction, slug: string | null | undefined) {
  if (slug == null || (await readAiSystems(work)).some((one) => one.slug === slug)) return undefined
  return problem('no-such-system', `there is no AI system "${slug}": ${commandLine('ai list')}`)
}
