import { type Selectable, sql, type Transaction } from 'kysely'
import { err, ok, problem, type Result } from '#core/kernel'
import { cleanText, type Database, type NoTables } from '#platform/database'
import { type Asset, type AssetUpdate, type ExposureStatement, normaliseTags } from '../asset.ts'
import type { AssetId } from '../identity.ts'
import type { InventoryTables } from './tables.ts'

type AssetRow = Selectable<InventoryTables['asset']>

const MAX_OWNER = 200
const MAX_NAME = 200

/** Every asset of the workspace, by name. */
export async function listAssets(database: Database, workspaceId: string): Promise<Asset[]> {
  const rows = await database.inWorkspace(workspaceId, (transaction) =>
    transaction.withTables<InventoryTables>().selectFrom('asset').selectAll().orderBy('name').orderBy('id').execute(),
  )
  return rows.map(assetOf)
}

/** One asset; `undefined` when the workspace has none of that id. */
export async function findAsset(database: Database, workspaceId: string, assetId: AssetId): Promise<Asset | undefined> {
  return database.inWorkspace(workspaceId, (transaction) =>
    readAsset(transaction.withTables<InventoryTables>(), assetId),
  )
}

/** Assets of one name, or of one id, as a person writes it. The shortest form of a name counts too (see `naturalKeyOf`). */
export async function assetsNamed(database: Database, workspaceId: string, name: string): Promise<Asset[]> {
  const written = cleanText(name.trim())
  const rows = await database.inWorkspace(workspaceId, (transaction) =>
    transaction
      .withTables<InventoryTables>()
      .selectFrom('asset')
      .selectAll()
      .where((asset) =>
        asset.or([asset('id', '=', written), asset('name', '=', written), asset('natural_key', '=', written)]),
      )
      .orderBy('id')
      .limit(50)
      .execute(),
  )
  const byId = rows.find(({ id }) => id === written)
  return (byId ? [byId] : rows).map(assetOf)
}

async function readAsset(inventory: Transaction<InventoryTables>, assetId: AssetId): Promise<Asset | undefined> {
  const row = await inventory.selectFrom('asset').selectAll().where('id', '=', assetId).executeTakeFirst()
  return row && assetOf(row)
}

/** How a change of an asset is made besides what is said. */
export interface AssetChangeTerms {
  /** Who says it, for whoever wanted to change it at the same time. */
  by?: string
  /** The version it was read at; left out: whatever is there is changed. */
  expected?: number | undefined
  /** Keeps the word of it in the same transaction, such as the audit entry. */
  alongside?: (work: Transaction<NoTables>, before: Asset) => Promise<void>
}

/**
 * Writes what is said of an asset and returns it as it is then. Problems: `no-asset` when the workspace has none of that
 * id, `changed-since-read` when it is not the version that was expected.
 */
export async function updateAsset(
  database: Database,
  workspaceId: string,
  assetId: AssetId,
  update: AssetUpdate,
  { by, expected, alongside }: AssetChangeTerms = {},
): Promise<Result<Asset>> {
  const values = columnsOf(update)
  return database.inWorkspace(workspaceId, async (transaction) => {
    const inventory = transaction.withTables<InventoryTables>()
    const row = await inventory.selectFrom('asset').selectAll().where('id', '=', assetId).forUpdate().executeTakeFirst()
    if (!row) return err(problem('no-asset', `There is no asset ${assetId} in this workspace.`))
    if (expected !== undefined && expected !== row.version) return err(changedSince(row))
    const before = assetOf(row)
    if (Object.keys(values).length === 0) return ok(before)
    const changed = await inventory
      .updateTable('asset')
      .set({ ...values, version: row.version + 1, changed_by: by ?? null, changed_at: sql<string>`now()` })
      .where('id', '=', assetId)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (update.exposure) await keepStatement(inventory, assetId, update.exposure)
    if (by !== undefined) await noteSaid(inventory, assetId, update, by)
    await alongside?.(transaction, before)
    return ok(assetOf(changed))
  })
}

function changedSince({ changed_by, changed_at }: AssetRow) {
  const who = changed_by ?? 'somebody'
  const when = changed_at ? ` at ${changed_at.toISOString()}` : ''
  return problem(
    'changed-since-read',
    `changed meanwhile by ${who}${when}: read it again, then say what is still missing`,
  )
}

/** What a person says of an AI system as an asset is said by hand: no file that comes later undoes it. */
async function noteSaid(
  inventory: Transaction<InventoryTables>,
  assetId: AssetId,
  { name, owner }: AssetUpdate,
  by: string,
): Promise<void> {
  const fields = [...(name == null ? [] : ['name']), ...(owner === undefined ? [] : ['owner'])]
  await sql`update ai_system set revision = revision + 1, said = said || (
      select coalesce(jsonb_object_agg(f, jsonb_build_object('by', ${by}::text, 'at', to_json(now())::jsonb)), '{}')
      from unnest(${fields}::text[]) as f)
    where asset_id = ${assetId} and ${fields.length > 0}`.execute(inventory)
}

/** Statements are kept: the asset's own columns hold the last one. */
async function keepStatement(
  inventory: Transaction<InventoryTables>,
  assetId: AssetId,
  { value, basis, by, at, vantage }: ExposureStatement,
): Promise<void> {
  await sql`insert into exposure_statement (workspace_id, asset_id, at, value, basis, said_by, vantage)
    select workspace_id, id, coalesce(${at ?? null}::timestamptz, now()), ${value}, ${basis}, ${by ?? null}, ${vantage ?? null}
    from asset where id = ${assetId}`.execute(inventory)
}

function columnsOf({ name, owner, criticality, environment, exposure, tags }: AssetUpdate) {
  return {
    ...(name === undefined ? {} : namesOf(name)),
    ...(owner === undefined ? {} : { owner: owner === null ? null : cleanText(owner).slice(0, MAX_OWNER) }),
    ...(criticality ? { criticality } : {}),
    ...(environment ? { environment } : {}),
    ...(tags ? { tags: normaliseTags(tags).map(cleanText) } : {}),
    ...(exposure
      ? {
          exposure: exposure.value,
          exposure_basis: exposure.basis,
          exposure_by: exposure.by ?? null,
          exposure_at: exposure.at ?? null,
        }
      : {}),
  }
}

/** A person's name stands in front of the one that imports give, which is kept; both sides see the row as it was. */
function namesOf(name: string | null) {
  if (name === null) return { name: sql<string>`coalesce(renamed_from, name)`, renamed_from: null }
  return { name: cleanText(name).slice(0, MAX_NAME), renamed_from: sql<string>`coalesce(renamed_from, name)` }
}

function assetOf(row: AssetRow): Asset {
  return {
    id: row.id as AssetId,
    kind: row.kind,
    naturalKey: row.natural_key,
    name: row.name,
    ...(row.owner === null ? {} : { owner: row.owner }),
    criticality: row.criticality,
    environment: row.environment,
    exposure: {
      value: row.exposure,
      basis: row.exposure_basis,
      ...(row.exposure_by === null ? {} : { by: row.exposure_by }),
      ...(row.exposure_at === null ? {} : { at: row.exposure_at.toISOString() }),
    },
    tags: row.tags,
    ...(row.distribution ? { distribution: row.distribution } : {}),
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
  }
}
