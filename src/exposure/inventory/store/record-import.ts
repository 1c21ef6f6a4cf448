import type { Database } from '#platform/database'
import { type ChangedComponent, type InventoryChanges, pairChanges } from '../changes.ts'
import type { AssetId, ImportId } from '../identity.ts'
import { type ImportRecord, planImport } from './import-plan.ts'
import { insertRelations, mentionAssets, refreshRelationsOfAsset } from './import-relations.ts'
import { insertComponents, insertImport, isLatest, refreshPresence, upsertAsset } from './import-statements.ts'
import type { InventoryTables } from './tables.ts'

const BATCH = 5_000

export interface RecordedImport {
  assetId: AssetId
  importId: ImportId
  /** `unchanged`: the same file was recorded before, nothing was written. */
  status: 'recorded' | 'unchanged'
  /** False when the same witness has stated something later: the file is kept, the inventory stays as it is. */
  isLatest: boolean
  components: number
  changes: InventoryChanges
}

/**
 * Records an import in one transaction. Idempotent and free of order: what is present, and what each row says, is a
 * function of the set of imports ordered by stated time, then digest; the latest import of each witness decides.
 */
export async function recordImport(
  database: Database,
  workspaceId: string,
  record: ImportRecord,
): Promise<RecordedImport> {
  const plan = planImport(workspaceId, record)
  return database.inWorkspace(workspaceId, async (transaction) => {
    const inventory = transaction.withTables<InventoryTables>()
    await mentionAssets(inventory, plan)
    await upsertAsset(inventory, plan)
    const { assetId, importId } = plan
    if (!(await insertImport(inventory, plan))) {
      return {
        assetId,
        importId,
        status: 'unchanged',
        isLatest: await isLatest(inventory, plan),
        components: plan.rows.length,
        changes: pairChanges([], []),
      }
    }
    await insertRelations(inventory, plan)
    await refreshRelationsOfAsset(inventory, assetId)
    const latest = await isLatest(inventory, plan)
    const came: ChangedComponent[] = []
    for (let at = 0; at < plan.rows.length; at += BATCH)
      came.push(...(await insertComponents(inventory, plan, plan.rows.slice(at, at + BATCH), latest)))
    const flipped = await refreshPresence(inventory, plan)
    const changes = pairChanges(
      [...came, ...flipped.filter((row) => row.present)],
      flipped.filter((row) => !row.present),
    )
    return { assetId, importId, status: 'recorded', isLatest: latest, components: plan.rows.length, changes }
  })
}
