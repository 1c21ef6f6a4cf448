import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'

/** What an asset's findings were decided with. */
export interface AssessmentBasis {
  /** Digest of everything that decides besides knowledge and the asset itself. */
  rules: string
  /** Generation of the knowledge index. */
  generation: string
}

/** The basis of each asset's last assessment in a workspace; an asset that was never assessed is missing. */
export async function assessmentBases(database: Database, workspaceId: string): Promise<Map<string, AssessmentBasis>> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<AssessmentBasis & { asset_id: string }>`select asset_id, rules, generation from assessment`.execute(work),
  )
  return new Map(rows.map(({ asset_id, rules, generation }) => [asset_id, { rules, generation }]))
}

/** Notes that the findings of these assets are what `basis` implies. */
export async function noteAssessed(
  work: Transaction<NoTables>,
  workspaceId: string,
  assetIds: readonly string[],
  { rules, generation }: AssessmentBasis,
  now: Instant,
): Promise<void> {
  await sql`insert into assessment (workspace_id, asset_id, rules, generation, assessed_at)
    select ${workspaceId}, asset_id, ${rules}, ${generation}, ${now} from unnest(${assetIds}::text[]) asset_id
    on conflict (workspace_id, asset_id) do update
      set rules = excluded.rules, generation = excluded.generation, assessed_at = excluded.assessed_at
      where (assessment.rules, assessment.generation) is distinct from (excluded.rules, excluded.generation)`.execute(
    work,
  )
}
