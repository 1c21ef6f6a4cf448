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
  /** The suppliers' VEX documents in force, by id, in order. */
  supplierVex: string[]
}

/** The basis of each asset's last assessment in a workspace, or of one asset's; one that was never assessed is missing. */
export async function assessmentBases(
  database: Database,
  workspaceId: string,
  assetId?: string,
): Promise<Map<string, AssessmentBasis>> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<AssessmentBasis & { asset_id: string }>`select asset_id, rules, generation, inventory,
        supplier_vex as "supplierVex" from assessment
      where ${assetId === undefined ? sql`true` : sql`asset_id = ${assetId}`}`.execute(work),
  )
  return new Map(rows.map(({ asset_id, ...basis }) => [asset_id, basis]))
}

/** Notes that the findings of this asset are what `basis` implies. */
export async function noteAssessed(
  work: Transaction<NoTables>,
  workspaceId: string,
  assetId: string,
  { rules, generation, inventory, supplierVex }: AssessmentBasis,
  now: Instant,
): Promise<void> {
  await sql`insert into assessment (workspace_id, asset_id, rules, generation, inventory, supplier_vex, assessed_at)
    values (${workspaceId}, ${assetId}, ${rules}, ${generation}, ${inventory}, ${supplierVex}::text[], ${now})
    on conflict (workspace_id, asset_id) do update set rules = excluded.rules, generation = excluded.generation,
      inventory = excluded.inventory, supplier_vex = excluded.supplier_vex, assessed_at = excluded.assessed_at
      where (assessment.rules, assessment.generation, assessment.inventory, assessment.supplier_vex)
        is distinct from (excluded.rules, excluded.generation, excluded.inventory, excluded.supplier_vex)`.execute(work)
}

/**
 * Notes that newer knowledge says nothing else of these assets than what they were assessed with.
 *
 * @param before the basis of each as it was looked at: one that was assessed meanwhile is left for the next time
 */
export async function noteUntouched(
  work: Transaction<NoTables>,
  before: ReadonlyMap<string, AssessmentBasis>,
  { generation, supplierVex }: Pick<AssessmentBasis, 'generation' | 'supplierVex'>,
  now: Instant,
): Promise<void> {
  const bases = [...before.values()]
  await sql`update assessment a set generation = ${generation}, supplier_vex = ${supplierVex}::text[], assessed_at = ${now}
    from unnest(${[...before.keys()]}::text[], ${bases.map((basis) => basis.generation)}::text[],
      ${bases.map((basis) => basis.inventory)}::text[]) as looked (asset_id, generation, inventory)
    where a.asset_id = looked.asset_id and a.generation = looked.generation and a.inventory = looked.inventory
      and (a.generation, a.supplier_vex) is distinct from (${generation}, ${supplierVex}::text[])`.execute(work)
}
