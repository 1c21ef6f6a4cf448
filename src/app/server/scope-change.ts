import type { Transaction } from 'kysely'
import type { Instant, Result } from '#core/kernel'
import { restandSurface, type ScopeSpeaker } from '#exposure/surface/store'
import type { NoTables } from '#platform/database'
import { auditedInWorkspace } from './audited.ts'
import type { ServerParts } from './types.ts'

/** What changes how discovery behaves, and nothing of whose an asset is. */
export const manners: ReadonlySet<string> = new Set([
  'scope.settings',
  'scope.watch',
  'scope.notices',
  'scope.stop',
  'scope.release',
])

/** Makes a change of the scope, its audit entry and what follows for assets that were seen before: all or nothing. */
export function changeScopeAs<T extends object>(
  parts: Pick<ServerParts, 'database' | 'clock'>,
  { workspaceId, by, action, target }: { workspaceId: string; by: string; action: string; target: string },
  work: (transaction: Transaction<NoTables>, speaker: ScopeSpeaker) => Promise<Result<T>>,
): Promise<Result<T>> {
  return auditedInWorkspace(
    parts,
    workspaceId,
    async (transaction, at: Instant): Promise<Result<T>> => {
      const changed = await work(transaction, { workspaceId, by, at })
      if (changed.ok && !manners.has(action)) await restandSurface(transaction)
      return changed
    },
    (value) => ({ chain: workspaceId, actor: by, action, target, detail: Object.fromEntries(Object.entries(value)) }),
  )
}
