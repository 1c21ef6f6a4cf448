import { type RawBuilder, sql, type Transaction } from 'kysely'
import { type CopyValue, copyArray, copyBytesInto, copyLine, jsonForPostgres, type NoTables } from '#platform/database'
import type { ChangedComponent } from '../changes.ts'
import type { ComponentId } from '../identity.ts'
import type { ComponentRow } from './component-rows.ts'
import { decidingImports } from './deciding-imports.ts'
import type { ImportPlan } from './import-plan.ts'
import type { InventoryTables } from './tables.ts'

type Inventory = Transaction<InventoryTables>
/** The transaction itself, as COPY needs it. */
type Work = Transaction<NoTables>

/** Makes or renews the asset and locks it, so that imports of one asset follow each other. */
export async function upsertAsset(inventory: Inventory, plan: ImportPlan): Promise<void> {
  const { workspaceId, assetId, asset, statedAt, record } = plan
  const distribution = record.inventory.subject.distribution
  // Others may have named the asset before: that decides nothing of what its own imports say.
  const first = sql`asset.last_digest = ''`
  const newer = sql`(${first} or (asset.last_seen, asset.last_digest) < (excluded.last_seen, excluded.last_digest))`
  await sql`
    insert into asset (workspace_id, id, kind, natural_key, name, distribution, first_seen, last_seen, last_digest)
    values (${workspaceId}, ${assetId}, ${asset.kind}, ${asset.naturalKey}, ${asset.name},
      ${distribution ? jsonForPostgres(distribution) : null}::jsonb, ${statedAt}, ${statedAt}, ${record.contentDigest})
    on conflict (workspace_id, id) do update set
      kind = case when excluded.kind = 'domain' then 'domain' else asset.kind end,
      name = case when ${newer} and asset.renamed_from is null then excluded.name else asset.name end,
      renamed_from = case when ${newer} and asset.renamed_from is not null then excluded.name else asset.renamed_from end,
      distribution = case when ${newer} then excluded.distribution else asset.distribution end,
      last_digest = case when ${newer} then excluded.last_digest else asset.last_digest end,
      first_seen = case when ${first} then excluded.first_seen else least(asset.first_seen, excluded.first_seen) end,
      last_seen = case when ${first} then excluded.last_seen else greatest(asset.last_seen, excluded.last_seen) end
  `.execute(inventory)
}

/** False when the same file was recorded before. */
export async function insertImport(inventory: Inventory, plan: ImportPlan): Promise<boolean> {
  const { record } = plan
  const { inventory: imported } = record
  const inserted = await inventory
    .insertInto('import')
    .values({
      workspace_id: plan.workspaceId,
      id: plan.importId,
      asset_id: plan.assetId,
      witness: plan.witness,
      importer: imported.importer,
      format: imported.format,
      file_name: record.fileName,
      content_digest: record.contentDigest,
      tool: imported.tool ?? null,
      subject: jsonForPostgres(imported.subject),
      stated_at: plan.statedAt,
      imported_at: record.importedAt,
      imported_by: record.importedBy ?? null,
      component_count: plan.rows.length,
      outcome: jsonForPostgres({ ...record.outcome, notes: imported.notes ?? [] }),
      vex: jsonForPostgres(imported.vex),
      complete: imported.complete !== false,
      reported: plan.reported ? jsonForPostgres(plan.reported) : null,
      stated: plan.stated ? jsonForPostgres(plan.stated) : null,
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** True when the import decides: no complete import of the same witness states a later time (or the same with a larger digest). */
export async function isLatest(inventory: Inventory, plan: ImportPlan): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    select d.id from (${decidingImports(plan.assetId)}) d where d.id = ${plan.importId}`.execute(inventory)
  return rows.length > 0
}

/** Columns that the latest import to contain a component decides. */
const decided = [
  'purl',
  'cpes',
  'ecosystem',
  'distribution',
  'upstream',
  'module',
  'licences',
  'scope',
  'namespace',
  'last_digest',
]

const newerComponent = sql`(component.last_seen, component.last_digest) < (excluded.last_seen, excluded.last_digest)`

function decidedColumns(): RawBuilder<unknown> {
  const assignments = decided.map((name) => {
    const column = sql.ref(name)
    return sql`${column} = case when ${newerComponent} then excluded.${column} else component.${column} end`
  })
  return sql.join(assignments)
}

/** Columns of a component as they are staged, with what each row says for it. */
const staged = {
  id: ({ id }) => id,
  purl: ({ purl }) => purl ?? null,
  cpes: ({ cpes }) => copyArray(cpes),
  name: ({ name }) => name,
  namespace: ({ namespace }) => namespace ?? null,
  version: ({ version }) => version ?? null,
  type: ({ type }) => type ?? null,
  ecosystem: ({ ecosystem }) => ecosystem ?? null,
  distribution: ({ distribution }) => (distribution ? jsonForPostgres(distribution) : null),
  upstream: ({ upstream }) => jsonForPostgres(upstream),
  module: ({ module }) => module ?? null,
  licences: ({ licences }) => copyArray(licences),
  location: ({ location }) => location,
  scope: ({ scope }) => scope ?? null,
  evidence: ({ evidence }) => jsonForPostgres(evidence),
  depends_on: ({ depends_on }) => copyArray(depends_on),
} satisfies Record<string, (row: ComponentRow) => CopyValue>

const stagedColumns = Object.keys(staged)
const sayings: readonly ((row: ComponentRow) => CopyValue)[] = Object.values(staged)

/** A component as a line for {@link insertComponents}. */
export function componentLine(row: ComponentRow): string {
  return copyLine(sayings.map((say) => say(row)))
}

/** Where components wait to be taken over; made once for each connection, emptied by each commit. */
export async function stageComponents(work: Work): Promise<void> {
  await sql`create temporary table if not exists staged_component on commit delete rows as
    select c.id, c.purl, c.cpes, c.name, c.namespace, c.version, c.type, c.ecosystem, c.distribution, c.upstream, c.module,
      c.licences, c.location, c.scope, i.evidence, i.depends_on
    from component c join import_component i on i.component_id = c.id with no data`.execute(work)
}

/** False before an asset's first import: then there is nothing to compare with. Both of its indexes are asked. */
export async function hasComponents(inventory: Inventory, { assetId }: ImportPlan): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from component where asset_id = ${assetId} and present)
      or exists (select from component where asset_id = ${assetId} and not present) as there`.execute(inventory)
  return rows[0]!.there
}

/**
 * Writes one batch of components, as lines' bytes, and their links to the import; returns the ids of those that were not known
 * before, but none at an asset's first import, where all are new: to look for each and to be ready for another's takes a
 * third of the time. The asset is locked.
 */
export async function insertComponents(
  work: Work,
  plan: ImportPlan,
  lines: Uint8Array,
  { present, isFirst }: { present: boolean; isFirst: boolean },
): Promise<ComponentId[]> {
  const { workspaceId, assetId, importId, statedAt, record } = plan
  await copyBytesInto(work, 'staged_component', stagedColumns, [lines])
  const { rows: written } = await sql<{ id: ComponentId; inserted: boolean }>`
    with linked as (
      insert into import_component (workspace_id, import_id, component_id, evidence, depends_on)
      select ${workspaceId}::uuid, ${importId}, id, evidence, depends_on from staged_component
    )
    insert into component (workspace_id, id, asset_id, purl, cpes, name, namespace, version, type, ecosystem,
      distribution, upstream, module, licences, location, scope, first_seen, last_seen, last_digest, present)
    select ${workspaceId}::uuid, id, ${assetId}, purl, cpes, name, namespace, version, type, ecosystem,
      distribution, upstream, module, licences, location, scope,
      ${statedAt}::timestamptz, ${statedAt}::timestamptz, ${record.contentDigest}, ${present}::boolean
    from staged_component
    ${isFirst ? sql`` : renewed}`.execute(work)
  await sql`truncate staged_component`.execute(work)
  return written.filter(({ inserted }) => inserted).map(({ id }) => id)
}

/** A component that is known already: what the newer import says of it stands. */
const renewed = sql`on conflict (workspace_id, id) do update set
      ${decidedColumns()},
      first_seen = least(component.first_seen, excluded.first_seen),
      last_seen = greatest(component.last_seen, excluded.last_seen)
    where ${newerComponent} or excluded.first_seen < component.first_seen
    returning id, (xmax = 0) as inserted`

/** What is told of a component that came. */
export function changedOf({ id, name, namespace, type, version, location }: ComponentRow): ChangedComponent {
  return {
    id,
    name,
    location,
    ...(namespace ? { namespace } : {}),
    ...(type ? { type } : {}),
    ...(version ? { version } : {}),
  }
}

/** Sets what is present to what the deciding imports of each witness contain; returns what changed. */
export async function refreshPresence(
  inventory: Inventory,
  plan: ImportPlan,
): Promise<(ChangedComponent & { present: boolean })[]> {
  const { rows } = await sql<ComponentFlip>`
    with latest as materialized (
      ${decidingImports(plan.assetId)}
    ), shown as materialized (
      select distinct component_id from import_component where import_id in (select id from latest)
    )
    update component set present = not present
    where asset_id = ${plan.assetId}
      and present <> (id in (select component_id from shown))
    returning id, name, namespace, type, version, location, present
  `.execute(inventory)
  return rows.map(({ id, name, namespace, type, version, location, present }) => ({
    id,
    name,
    location,
    present,
    ...(namespace ? { namespace } : {}),
    ...(type ? { type } : {}),
    ...(version ? { version } : {}),
  }))
}

interface ComponentFlip {
  id: ComponentId
  name: string
  namespace: string | null
  type: string | null
  version: string | null
  location: string
  present: boolean
}
