import { setImmediate } from 'node:timers/promises'
import type { Transaction } from 'kysely'
import { CopyLines, type Database, type NoTables } from '#platform/database'
import { type ChangedComponent, type InventoryChanges, pairChanges } from '../changes.ts'
import type { AssetId, ComponentId, ImportId } from '../identity.ts'
import { type ImportPlan, type ImportRecord, planImport } from './import-plan.ts'
import { insertRelations, mentionAssets, refreshRelationsOfAsset } from './import-relations.ts'
import {
  changedOf,
  componentLine,
  hasComponents,
  insertComponents,
  insertImport,
  isLatest,
  refreshPresence,
  stageComponents,
  upsertAsset,
} from './import-statements.ts'
import { insertReportWords } from './report-words.ts'
import type { InventoryTables } from './tables.ts'

/** So many components are written together: fewer take longer, more leave the count standing still. */
const BATCH = 5_000

export interface RecordedImport {
  assetId: AssetId
  importId: ImportId
  /** `unchanged`: the same file was recorded before, nothing was written. */
  status: 'recorded' | 'unchanged'
  /** False when the same witness has stated something later: the file is kept, the inventory stays as it is. */
  isLatest: boolean
  components: number
  /** How many components are there since, and how many are no more; absent where nothing was written. */
  counts?: { came: number; went: number }
  readonly changes: InventoryChanges
}

/** Told how many of its components are written, each counted once; what it throws undoes the import. */
type Written = (done: number, total: number) => void

/**
 * Records an import in one transaction. Idempotent and free of order: what is present, and what each row says, is a
 * function of the set of imports ordered by stated time, then digest; the latest import of each witness decides.
 */
export async function recordImport(
  database: Database,
  workspaceId: string,
  record: ImportRecord,
  written: Written = () => {},
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
    await insertReportWords(inventory, plan)
    await insertRelations(inventory, plan)
    await refreshRelationsOfAsset(inventory, assetId)
    const latest = await isLatest(inventory, plan)
    const isFirst = !(await hasComponents(inventory, plan))
    const fresh = await writeComponents(transaction, plan, { present: latest, isFirst, written })
    const came = latest ? plan.rows.filter(({ id }) => fresh.has(id)).map(changedOf) : []
    // Where nothing was before, all is there that just came.
    const flipped = isFirst && latest ? [] : await refreshPresence(inventory, plan)
    const there = [...came, ...flipped.filter((row) => row.present)]
    const gone = flipped.filter((row) => !row.present)
    const changes = pairedOnce(there, gone)
    const components = plan.rows.length
    return {
      assetId,
      importId,
      status: 'recorded',
      isLatest: latest,
      components,
      counts: { came: there.length, went: gone.length },
      get changes() {
        return changes()
      },
    }
  })
}

/** Putting a hundred thousand in order takes as long as making them ready: it is done for who asks. */
function pairedOnce(came: readonly ChangedComponent[], went: readonly ChangedComponent[]): () => InventoryChanges {
  let changes: InventoryChanges | undefined
  return () => {
    changes ??= pairChanges(came, went)
    return changes
  }
}

/** Writes the components batch by batch: the next is made ready while the database takes the one before. Returns the ids of those not known before. */
async function writeComponents(
  work: Transaction<NoTables>,
  plan: ImportPlan,
  { written, ...how }: { present: boolean; isFirst: boolean; written: Written },
): Promise<Set<ComponentId>> {
  if (plan.rows.length === 0) return new Set()
  await stageComponents(work)
  const fresh = new Set<ComponentId>(how.isFirst ? plan.rows.map(({ id }) => id) : [])
  // One is filled while the other is written.
  let [filling, resting] = [new CopyLines(), new CopyLines()]
  let writing: Promise<ComponentId[]> = Promise.resolve([])
  for (let at = 0; at < plan.rows.length; at += BATCH) {
    filling.clear()
    for (const row of plan.rows.slice(at, at + BATCH)) filling.add(componentLine(row))
    for (const id of await writing) fresh.add(id)
    written(at, plan.rows.length)
    writing = insertComponents(work, plan, filling.bytes(), how)
    // It is heard by whoever awaits it, not at once.
    writing.catch(() => {})
    ;[filling, resting] = [resting, filling]
    await setImmediate()
  }
  for (const id of await writing) fresh.add(id)
  written(plan.rows.length, plan.rows.length)
  return fresh
}
