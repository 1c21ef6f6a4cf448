import { type Kysely, sql } from 'kysely'
import type { Database, NoTables } from './types.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Transactions: within one workspace, or instance-wide. */
export function workIn(instance: Kysely<NoTables>): Pick<Database, 'inWorkspace' | 'inTransaction'> {
  return {
    inWorkspace(workspaceId, work) {
      if (!uuid.test(workspaceId)) throw new Error('a workspace id is a UUID')
      return instance.transaction().execute(async (transaction) => {
        await sql`select set_config('lunette.workspace_id', ${workspaceId}, true)`.execute(transaction)
        return work(transaction)
      })
    },
    inTransaction: (work) => instance.transaction().execute(work),
  }
}
