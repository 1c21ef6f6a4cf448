import { sql } from 'kysely'
import type { AssetListQuery, AssetRow, AssetSort, Page } from '#contract'
import type { Currency } from '#core/vocabulary'
import type { Database } from '#platform/database'
import { assetConditions, readAssetRows } from './assets.ts'
import { cutPage, readTextCursor } from './cursor.ts'
import type { AssetCounts } from './finding-index/index.ts'
import type { FindingLists } from './finding-lists.ts'

interface Sorted {
  id: string
  name: string
  seen: number
}

/** By what an order sorts: a number, largest first, or a name. */
type KeyOf = (asset: Sorted, counts: AssetCounts | undefined) => number | string

const keys: Readonly<Record<AssetSort, KeyOf>> = {
  decision: (_, counts) => counts?.worst ?? -1,
  open: (_, counts) => counts?.open ?? 0,
  name: ({ name }) => name,
  seen: ({ seen }) => seen,
}

const inOrder = new Intl.Collator('en', { numeric: true })

interface Place {
  key: number | string
  id: string
}

/** Negative where `a` comes first; among equals by id, last first. */
function compare(a: Place, b: Place): number {
  const difference =
    typeof a.key === 'string' ? inOrder.compare(a.key, String(b.key)) : Math.sign(Number(b.key) - a.key)
  return difference || (a.id > b.id ? -1 : a.id < b.id ? 1 : 0)
}

/**
 * One page of assets in the order asked for, with the exact count under the filter. What is open on each is counted in
 * memory; PostgreSQL counts only for those of the page.
 */
export async function listAssets(
  { database, lists }: { database: Database; lists: Pick<FindingLists, 'openByAsset'> },
  workspaceId: string,
  { filter, sort, cursor, offset = 0, limit }: AssetListQuery,
  currency: Currency,
): Promise<Page<AssetRow>> {
  const counts = await lists.openByAsset(workspaceId)
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<Sorted>`select r.id, r.name, extract(epoch from r.last_seen)::float8 as seen
      from asset r where ${assetConditions(filter)}`.execute(work)
    const places = rows.map((asset) => ({ id: asset.id, key: keys[sort](asset, counts.get(asset.id)) })).sort(compare)
    const start = startOf(places, cursor) + offset
    const { rows: shown, next } = cutPage(places.slice(start, start + limit + 1), limit, ({ key, id }) => ({
      key: String(key),
      id,
    }))
    const byId = await readAssetRows(
      work,
      currency,
      shown.map(({ id }) => id),
    )
    return { rows: shown.flatMap(({ id }) => byId.get(id) ?? []), total: places.length, next }
  })
}

/** The first place after a cursor. */
function startOf(places: readonly Place[], text: string | undefined): number {
  const cursor = readTextCursor(text)
  const [first] = places
  if (!cursor || !first) return 0
  const after = { id: cursor.id, key: typeof first.key === 'string' ? cursor.key : Number(cursor.key) }
  if (Number.isNaN(after.key)) return 0
  const next = places.findIndex((place) => compare(after, place) < 0)
  return next < 0 ? places.length : next
}
