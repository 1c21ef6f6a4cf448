import type { Transaction } from 'kysely'
import type { Instant, Result } from '#core/kernel'
import type { ScopeSpeaker } from '#exposure/surface/store'
import { DEFAULT_WORKSPACE, type NoTables } from '#platform/database'
import type { Runtime } from '../runtime.ts'
import { auditedInWorkspace } from '../server/audited.ts'

const COMMAND_LINE = 'command line'

/** Makes a change of the scope and its audit entry, both or neither. */
export function changeScope<T extends object>(
  runtime: Runtime,
  action: string,
  target: string,
  work: (transaction: Transaction<NoTables>, speaker: ScopeSpeaker) => Promise<Result<T>>,
): Promise<Result<T>> {
  return auditedInWorkspace(
    runtime,
    DEFAULT_WORKSPACE,
    (transaction, at: Instant): Promise<Result<T>> =>
      work(transaction, { workspaceId: DEFAULT_WORKSPACE, by: COMMAND_LINE, at }),
    (value) => ({
      ...{ chain: DEFAULT_WORKSPACE, actor: COMMAND_LINE, action, target },
      detail: Object.fromEntries(Object.entries(value)),
    }),
  )
}
