import { noteNotice } from '#action/notifiers/store'
import { readCases } from '#assurance/incidents/store'
import type { Instant } from '#core/kernel'
import type { InTransaction } from './case-access.ts'

/** So much of an id is told to who reports, and names a confidential case. */
const REFERENCE = 8

/** Tells that closed cases are open again by themselves, once for each time; of a confidential one nothing that it says. */
export async function tellReopened(
  work: InTransaction,
  workspaceId: string,
  ids: readonly string[],
  now: Instant,
): Promise<void> {
  for (const id of ids) {
    const [found] = await readCases(work, 1, id)
    if (!found) continue
    const { confidential, title, reopenedWhy } = found
    const reference = id.slice(0, REFERENCE)
    const told = confidential
      ? { id, title: `the confidential case ${reference}`, why: 'what closed it holds no more' }
      : { id, title, why: reopenedWhy ?? 'it happened again' }
    await noteNotice(
      work,
      workspaceId,
      { kind: 'case.reopened', key: `case.reopened:${id}:${now}`, detail: { case: told } },
      now,
    )
  }
}
