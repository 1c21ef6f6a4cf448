import { sql } from 'kysely'
import type { Database } from '#platform/database'

/** Ids of the vulnerabilities an asset has unresolved findings for. */
export async function vulnerabilitiesOfAsset(
  database: Database,
  workspaceId: string,
  assetId: string,
): Promise<string[]> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ id: string }>`select distinct vulnerability_id as id from finding
      where asset_id = ${assetId} and state <> 'resolved' and vulnerability_id is not null`.execute(work),
  )
  return rows.map((row) => row.id)
}
