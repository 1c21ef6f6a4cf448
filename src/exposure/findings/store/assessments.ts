import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'

/** What an asset's findings were decided with. */
export interface AssessmentBasis {
  /** Digest of everything that decides besides knowledge and the asset itself. */
  rules: string
  /** Generation of the knowledge index. */
  generation: string
  /** Mark of the asset's inventory (`inventoryMarks`). */
  inventory: string
}

/** The basis of each asset's last assessment in a workspace, or of one asset's; one that was never assessed is missing. */
export async function assessmentBases(
  database: Database,
  workspaceId: string,
  assetId?: string,
): Promise<Map<string, AssessmentBasis>> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<AssessmentBasis & { asset_id: string }>`select asset_id, rules, generation, inventory from assessment
      where ${assetId === undefined ? sql`true` : sql`asset_id = ${assetId}`}`.execute(work),
  )
  return new Map(rows.map(({ asset_id, ...basis }) => [asset_id, basis]))
}

/** Notes that the findings of this asset are what `basis` implies. */
export async function noteAssessed(
  work: Transaction<NoTables>,
  workspaceId: string,
  assetId: string,
  { rules, generation, inventory }: AssessmentBasis,
  now: Instant,
): Promise<void> {
  await sql`insert into assessment (workspace_id, asset_id, rules, generation, inventory, assessed_at)
    values (${workspaceId}, ${assetId}, ${rules}, ${generation}, ${inventory}, ${now})
    on conflict (workspace_id, asset_id) do update set rules = excluded.rules, generation = excluded.generation,
      inventory = excluded.inventory, assessed_at = excluded.assessed_at
      where (assessment.rules, assessment.generation, assessment.inventory)
        is distinct from (excluded.rules, excluded.generation, excluded.inventory)`.execute(work)
}

/** Notes that newer knowledge says nothing else of these assets than what they were assessed with. */
export async function noteUntouched(
  work: Transaction<NoTables>,
  assetIds: readonly string[],
  generation: string,
  now: Instant,
): Promise<void> {
  await sql`update assessment set generation = ${generation}, assessed_at = ${now}
    where asset_id = any (${assetIds}::text[]) and generation <> ${generation}`.execute(work)
}
