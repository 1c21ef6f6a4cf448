import { sql, type Transaction } from 'kysely'
import { cleanText, jsonForPostgres } from '#platform/database'
import type { AssetId } from '../identity.ts'
import type { ImportPlan } from './import-plan.ts'
import { lockRelations, refreshRelations } from './refresh-relations.ts'

/**
 * Makes the assets that an import names beside its own, and its own, and locks them: in the order of their ids, so that
 * imports that name each other's assets wait for each other in one direction only. Of an asset that no import of its own
 * speaks of (`last_digest` is empty) the earliest and latest mention are its times, and the first name by order its name.
 */
export async function mentionAssets<Tables>(work: Transaction<Tables>, plan: ImportPlan): Promise<void> {
  const { assets } = plan.related
  if (assets.length === 0) return
  const { workspaceId, assetId, asset, statedAt } = plan
  const named = [...assets, { id: assetId, ...asset }].sort((a, b) => (a.id < b.id ? -1 : 1))
  const rows = named.map(({ id, kind, name, naturalKey }) => ({
    id,
    kind,
    name: cleanText(name),
    natural_key: cleanText(naturalKey),
  }))
  const given = sql`select * from json_to_recordset(${jsonForPostgres(rows)}::json)
    as given (id text, kind text, name text, natural_key text)`
  await sql`insert into asset (workspace_id, id, kind, natural_key, name, first_seen, last_seen, last_digest)
    select ${workspaceId}::uuid, id, kind, natural_key, name, ${statedAt}::timestamptz, ${statedAt}::timestamptz, ''
    from (${given}) given order by id on conflict do nothing`.execute(work)
  await sql`select from asset where id = any(${rows.map(({ id }) => id)}::text[])
    and (last_digest = '' or id = ${assetId}) order by id for no key update`.execute(work)
  await sql`update asset set first_seen = least(first_seen, ${statedAt}), last_seen = greatest(last_seen, ${statedAt}),
      name = case when renamed_from is null then least(asset.name, given.name) else asset.name end,
      renamed_from = case when renamed_from is null then null else least(renamed_from, given.name) end
    from (${given}) given where asset.id = given.id and asset.id <> ${assetId} and last_digest = '' and (
      ${statedAt} not between first_seen and last_seen or given.name < coalesce(renamed_from, asset.name))`.execute(
    work,
  )
  const domains = rows.flatMap(({ id, kind }) => (kind === 'domain' ? [id] : []))
  if (domains.length > 0)
    await sql`update asset set kind = 'domain' where id = any(${domains}::text[]) and kind <> 'domain'`.execute(work)
}

/** Writes the relations that an import states, and that it does. */
export async function insertRelations<Tables>(work: Transaction<Tables>, plan: ImportPlan): Promise<void> {
  const { workspaceId, importId, statedAt, related } = plan
  if (related.relations.length === 0) return
  const rows = related.relations.map(({ id, kind, from, to, basis, confidence }) => ({
    id,
    kind,
    from_id: from,
    to_id: to,
    basis,
    confidence,
  }))
  const given = sql`select * from json_to_recordset(${jsonForPostgres(rows)}::json)
    as given (id text, kind text, from_id text, to_id text, basis text, confidence smallint)`
  await sql`insert into relation (workspace_id, id, kind, from_id, to_id, first_seen, last_seen)
    select ${workspaceId}::uuid, id, kind, from_id, to_id, ${statedAt}::timestamptz, ${statedAt}::timestamptz
    from (${given}) given order by id on conflict do nothing`.execute(work)
  await sql`insert into relation_statement (workspace_id, relation_id, source, import_id, basis, confidence, said_at)
    select ${workspaceId}::uuid, id, ${importId}, ${importId}, basis, confidence, ${statedAt}::timestamptz
    from (${given}) given on conflict do nothing`.execute(work)
}

/** Brings every relation that an import of the asset ever stated to what is stated now. */
export async function refreshRelationsOfAsset<Tables>(work: Transaction<Tables>, assetId: AssetId): Promise<void> {
  const { rows } = await sql<{ id: string }>`select distinct s.relation_id as id from relation_statement s
    where s.import_id in (select id from import where asset_id = ${assetId})`.execute(work)
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await lockRelations(work, ids)
  await refreshRelations(work, ids)
}
