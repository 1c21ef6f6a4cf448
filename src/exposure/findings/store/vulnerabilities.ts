import { sql } from 'kysely'
import type { Database } from '#platform/database'

/** The assets that have unresolved findings of any of these vulnerabilities. */
export async function assetsWith(
  database: Database,
  workspaceId: string,
  vulnerabilityIds: readonly string[],
): Promise<Set<string>> {
  if (vulnerabilityIds.length === 0) return new Set()
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ id: string }>`select distinct asset_id as id from finding
      where vulnerability_id = any (${vulnerabilityIds}::text[]) and state <> 'resolved'`.execute(work),
  )
  return new Set(rows.map(({ id }) => id))
}

/** The assets that have any unresolved finding of a vulnerability. */
export async function assetsWithAny(database: Database, workspaceId: string): Promise<Set<string>> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ id: string }>`select id from asset a where exists (select from finding f
      where f.asset_id = a.id and f.state <> 'resolved' and f.vulnerability_id is not null)`.execute(work),
  )
  return new Set(rows.map(({ id }) => id))
}
