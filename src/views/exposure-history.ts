import { sql } from 'kysely'
import type { ExposureHistory } from '#contract/relations'
import type { Database } from '#platform/database'

const MOST_STATEMENTS = 100

type Statement = ExposureHistory['statements'][number]

/** What was ever said of an asset's exposure, latest first; `undefined`: no such asset here. */
export async function readExposureHistory(
  database: Database,
  workspaceId: string,
  assetId: string,
): Promise<ExposureHistory | undefined> {
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<{
      value: Statement['value'] | null
      basis: Statement['basis']
      said_by: string | null
      vantage: string | null
      at: Date
    }>`select s.value, s.basis, s.said_by, s.vantage, s.at from asset a
      left join exposure_statement s on s.workspace_id = a.workspace_id and s.asset_id = a.id
      where a.id = ${assetId} order by s.at desc, s.id desc limit ${MOST_STATEMENTS}`.execute(work)
    if (rows.length === 0) return undefined
    const statements = rows.flatMap(({ value, basis, said_by, vantage, at }) =>
      value === null ? [] : [{ value, basis, by: said_by, vantage, at: at.toISOString() }],
    )
    const { rows: seen } = await sql<{ vantage: string; at: string }>`select vantage, instant_text(last_seen) as at
      from surface_asset where asset_id = ${assetId}`.execute(work)
    return { statements, seen: seen[0] ?? null }
  })
}
