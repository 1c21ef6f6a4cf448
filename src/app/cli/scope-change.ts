import type { Transaction } from 'kysely'
import type { Result } from '#core/kernel'
import type { ScopeSpeaker } from '#exposure/surface/store'
import { DEFAULT_WORKSPACE, type NoTables } from '#platform/database'
import type { Runtime } from '../runtime.ts'
import { changeScopeAs } from '../server/scope-change.ts'

/** Makes a change of the scope and its audit entry, both or neither. */
export function changeScope<T extends object>(
  runtime: Runtime,
  action: string,
  target: string,
  work: (transaction: Transaction<NoTables>, speaker: ScopeSpeaker) => Promise<Result<T>>,
): Promise<Result<T>> {
  return changeScopeAs(runtime, { workspaceId: DEFAULT_WORKSPACE, by: 'command line', action, target }, work)
}
