import { sql } from 'kysely'
import type { Database } from '#platform/database'
import type { AssetId } from '../identity.ts'

/**
 * A digest of each asset's inventory and of what people said of it: whoever keeps the mark of what they judged can tell
 * whether there is something new to judge. Of assets that other documents only name there is nothing to judge.
 */
export async function inventoryMarks(
  database: Database,
  workspaceId: string,
  assetId?: AssetId,
): Promise<Map<AssetId, string>> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ id: AssetId; mark: string }>`
      select a.id, md5(concat_ws('|', a.exposure, a.exposure_basis, a.exposure_by, a.exposure_at, a.criticality, a.owner,
        a.name, a.distribution, string_agg(i.id, ',' order by i.id))) as mark
      from asset a left join import i on i.workspace_id = a.workspace_id and i.asset_id = a.id
      where ${assetId === undefined ? sql`true` : sql`a.id = ${assetId}`} and a.last_digest <> ''
      group by a.workspace_id, a.id`.execute(work),
  )
  return new Map(rows.map(({ id, mark }) => [id, mark]))
}
