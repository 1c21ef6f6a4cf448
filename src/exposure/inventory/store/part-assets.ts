import { sql, type Transaction } from 'kysely'
import type { AssetKind } from '#core/vocabulary'
import type { NoTables } from '#platform/database'
import type { AssetId } from '../identity.ts'

type Work = Transaction<NoTables>

/** An asset by the words that others have for it. */
export interface CalledAsset {
  id: AssetId
  kind: AssetKind
  name: string
  naturalKey: string
}

/** Assets whose natural key or name is one of these words. */
export async function assetsCalled(work: Work, words: readonly string[]): Promise<CalledAsset[]> {
  if (words.length === 0) return []
  const { rows } = await sql<CalledAsset>`select id, kind, name, natural_key as "naturalKey" from asset
    where natural_key = any (${words}::text[]) or name = any (${words}::text[]) order by name, id`.execute(work)
  return rows
}

/** Some assets by id. */
export async function assetsById(work: Work, ids: readonly string[]): Promise<CalledAsset[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<CalledAsset>`select id, kind, name, natural_key as "naturalKey" from asset
    where id = any (${ids}::text[]) order by name, id`.execute(work)
  return rows
}

/**
 * Where assets are, two steps away at most: the addresses of a name, the host of an address or a name, what software runs
 * on. What is wrong there is wrong with what answers there.
 */
export async function placesOf(work: Work, ids: readonly string[]): Promise<{ of: string; place: AssetId }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ of: string; place: AssetId }>`
    with recursive step as (
      select start as of, start as place, 0 as far from unnest(${ids}::text[]) as start
      union
      select s.of, near.id, s.far + 1 from step s cross join lateral (
        select r.to_id as id from relation r where r.from_id = s.place and r.present
          and r.kind in ('dns_record', 'ip_address', 'runs_on')
        union all
        select r.from_id from relation r where r.to_id = s.place and r.present and r.kind in ('hostname', 'ip_address')
      ) near where s.far < 2
    )
    select distinct of, place from step where place <> of order by 1, 2`.execute(work)
  return rows
}
