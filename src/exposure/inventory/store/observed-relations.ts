import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { NamedAsset, SurfaceStep } from '#core/vocabulary'
import { relationRule } from '#core/vocabulary'
import { cleanText, jsonForPostgres } from '#platform/database'
import { type AssetId, assetIdOf, naturalKeyOf, relationIdOf } from '../identity.ts'
import { lockRelations, refreshRelations } from './refresh-relations.ts'

/** Who looks from where, and when; its word replaces only its own earlier one. */
export interface Observer {
  workspaceId: string
  /** `discovery:inside, this host` */
  source: string
  name: string
  at: Instant
}

const MAX_NAME = 500

/** Names come many times in a run, and an id is a digest. */
const ids = new Map<string, AssetId>()
const MOST_IDS = 20_000

/** The id of an asset as discovery names it. */
export function idOfNamed(asset: NamedAsset): AssetId {
  const name = `${asset.kind} ${asset.name}`
  const known = ids.get(name)
  if (known) return known
  if (ids.size >= MOST_IDS) ids.clear()
  const id = assetIdOf(asset.kind, cleanText(naturalKeyOf(asset)))
  ids.set(name, id)
  return id
}

/** Makes the assets that were seen, and notes when; of those with imports of their own these say the rest. */
export async function noteAssets<Tables>(
  work: Transaction<Tables>,
  { workspaceId, at }: Pick<Observer, 'workspaceId' | 'at'>,
  assets: readonly NamedAsset[],
): Promise<void> {
  const rows = new Map(
    // A name that one source calls a host and another a domain is a domain.
    assets
      .toSorted((a, b) => Number(a.kind === 'domain') - Number(b.kind === 'domain'))
      .map((asset) => {
        const naturalKey = cleanText(naturalKeyOf(asset))
        const id = idOfNamed(asset)
        return [id, { id, kind: asset.kind, name: cleanText(asset.name).slice(0, MAX_NAME), natural_key: naturalKey }]
      }),
  )
  if (rows.size === 0) return
  await sql`insert into asset as a (workspace_id, id, kind, natural_key, name, first_seen, last_seen, last_digest)
    select ${workspaceId}::uuid, id, kind, natural_key, name, ${at}::timestamptz, ${at}::timestamptz, ''
    from json_to_recordset(${jsonForPostgres([...rows.values()])}::json)
      as given (id text, kind text, name text, natural_key text) order by id
    on conflict (workspace_id, id) do update set last_seen = greatest(a.last_seen, excluded.last_seen),
        kind = case when excluded.kind = 'domain' then 'domain' else a.kind end
      where a.last_seen < excluded.last_seen or a.kind <> excluded.kind and excluded.kind = 'domain'`.execute(work)
}

/** Writes relations that were seen between assets that are there; what no rule allows is left out. */
export async function observeRelations<Tables>(
  work: Transaction<Tables>,
  { workspaceId, source, name, at }: Observer,
  steps: readonly Pick<SurfaceStep, 'kind' | 'from' | 'to' | 'confidence'>[],
): Promise<void> {
  const rows = new Map<string, object>()
  for (const { kind, from, to, confidence } of steps) {
    const [fromId, toId] = [idOfNamed(from), idOfNamed(to)]
    if (fromId === toId || !relationRule(kind, from.kind, to.kind)) continue
    const id = relationIdOf(fromId, kind, toId)
    const basis = confidence < SURE ? 'inferred' : 'observed'
    rows.set(id, { id, kind, from_id: fromId, to_id: toId, basis, confidence })
  }
  if (rows.size === 0) return
  const given = sql`select * from json_to_recordset(${jsonForPostgres([...rows.values()])}::json)
    as given (id text, kind text, from_id text, to_id text, basis text, confidence smallint)`
  await sql`insert into relation (workspace_id, id, kind, from_id, to_id, first_seen, last_seen)
    select ${workspaceId}::uuid, id, kind, from_id, to_id, ${at}::timestamptz, ${at}::timestamptz
    from (${given}) given order by id on conflict do nothing`.execute(work)
  await lockRelations(work, [...rows.keys()])
  await sql`insert into relation_statement (workspace_id, relation_id, source, said_by, basis, confidence, said_at)
    select ${workspaceId}::uuid, id, ${source}, ${name}, basis, confidence, ${at}::timestamptz from (${given}) given
    on conflict (workspace_id, relation_id, source) do update
      set said_at = excluded.said_at, basis = excluded.basis, confidence = excluded.confidence`.execute(work)
  await refreshRelations(work, [...rows.keys()])
}

/** Below this somebody concluded it. */
const SURE = 60

/** Takes back what this observer has not seen since. */
export async function forgetRelations<Tables>(
  work: Transaction<Tables>,
  { source }: Pick<Observer, 'source'>,
  before: Instant,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`delete from relation_statement
    where source = ${source} and said_at < ${before} returning relation_id as id`.execute(work)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return 0
  await lockRelations(work, ids)
  await refreshRelations(work, ids)
  return ids.length
}
