import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Facets, Page } from '#contract'
import type { SurfaceAssetDetail, SurfaceGraph, SurfaceQuery, SurfaceRow, SurfaceSort } from '#contract/surface'
import { type RelationKind, relationWords, type SurfaceStep } from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'
import { cutPage, pageLimit } from './cursor.ts'
import { conditionsOf, type FilterSql, facetsOf, orderOf, type SqlOrder } from './sql-list.ts'
import { changesOf } from './surface-changes.ts'
import { readSeen } from './surface-seen.ts'

type Work = Transaction<NoTables>
export type SurfaceRowSql = Omit<SurfaceRow, 'via'> & { path: SurfaceStep[] }

export const surfaceTables = sql`surface_asset s join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id`
const standingOf = (kind: string) => sql`(select count(*)::int from observation o
  where o.workspace_id = s.workspace_id and o.asset_id = s.asset_id and o.kind = ${sql.lit(kind)} and o.gone_at is null)`
export const surfaceColumnsSql = sql`a.id, a.kind, a.name, s.standing, s.confidence, s.reason, s.distance, s.path, s.vantage,
  ${standingOf('service')} as services, ${standingOf('weakness')} as weaknesses,
  instant_text(s.first_seen) as "firstSeen", instant_text(s.last_seen) as "lastSeen", instant_text(s.gone_at) as "goneAt"`

const filters: FilterSql = {
  standing: sql`s.standing`,
  kind: sql`a.kind`,
  seen: sql`case when s.gone_at is null then 'now' else 'gone' end`,
  service: sql`case when exists (select from observation o where o.workspace_id = s.workspace_id
    and o.asset_id = s.asset_id and o.kind = 'service' and o.gone_at is null) then 'yes' else 'no' end`,
}
const milliseconds = (at: RawBuilder<unknown>) => sql`(extract(epoch from ${at}) * 1000)::bigint`
const orders: Readonly<Record<SurfaceSort, SqlOrder>> = {
  name: { by: sql`a.name`, as: 'text' },
  // What waits for a word comes first.
  standing: {
    by: sql`array_position(array['candidate', 'owned', 'dependency', 'monitor-only', 'rejected'], s.standing)::bigint`,
    as: 'smallest',
  },
  near: { by: sql`s.distance::bigint`, as: 'smallest' },
  seen: { by: milliseconds(sql`s.last_seen`), as: 'largest' },
  new: { by: milliseconds(sql`s.first_seen`), as: 'largest' },
}

const conditions = (filter: string, except?: string) =>
  conditionsOf(filter, filters, sql`concat_ws(' ', a.name, s.reason)`, except)
import type { SurfaceChangeRow, SurfaceGraph, SurfaceQuery, SurfaceRow } from '#contract/surface'
import type { SurfaceStep } from '#core/vocabulary'
import { changeWords } from '#exposure/surface'
import { cutPage, pageLimit, readCursor } from './cursor.ts'
import { conditionsOf, type FilterSql, facetsOf, manyFacetsOf, orderOf } from './sql-list.ts'
import {
  surfaceConditions as conditions,
  type SurfaceRowSql,
  surfaceColumnsSql,
  surfaceFilters,
  surfaceManyFilters,
  surfaceOrders,
  surfaceRowOf,
  surfaceTables as tables,
} from './surface-rows.ts'
import { stepWords } from './surface-words.ts'

/** The surface under a filter, in the order asked for, with the exact count. */
export async function listSurface(
  database: Database,
  workspaceId: string,
  query: SurfaceQuery,
): Promise<Page<SurfaceRow>> {
  const where = conditions(query.filter)
  const { key, after, orderBy } = orderOf(surfaceOrders[query.sort], sql`a.id`, query.cursor)
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<
      SurfaceRowSql & { sort: string }
    >`select ${surfaceColumnsSql}, ${key} as sort from ${surfaceTables}
      where ${where} and ${after} order by ${orderBy} ${pageLimit(query)}`.execute(work)
    const counted = await sql<{
      total: number
    }>`select count(*)::int as total from ${surfaceTables} where ${where}`.execute(work)
    // What is told of a row is read for the rows of the page alone.
    const { rows } = await sql<SurfaceRowSql & { sort: string }>`with page as materialized (
        select a.id, ${key} as sort, row_number() over (order by ${orderBy}) as place from ${tables}
        where ${where} and ${after} order by place ${pageLimit(query)}
      ) select ${surfaceColumnsSql}, page.sort from page join ${tables} on a.id = page.id order by page.place`.execute(
      work,
    )
    const counted = await sql<{ total: number }>`select count(*)::int as total from ${tables} where ${where}`.execute(
      work,
    )
    const page = cutPage(rows, query.limit, ({ sort, id }) => ({ key: sort, id }))
    return { rows: page.rows.map(surfaceRowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

/** What is asked most first. */
const facetOrder = [
  ...['standing', 'kind', 'decision', 'weakness', 'technology', 'network', 'port'],
  ...['severity', 'service', 'seen'],
]

/** For each facet of the surface its values with exact counts. */
export function surfaceFacets(database: Database, workspaceId: string, filter: string): Promise<Facets> {
  return database.inWorkspace(workspaceId, (work) =>
    facetsOf(work, filters, surfaceTables, (key) => conditions(filter, key)),
  )
}

export function rowOf({ path, ...row }: SurfaceRowSql & { sort?: string }): SurfaceRow {
  const { sort: _sort, ...rest } = row
  const last = path.at(-1)
  return { ...rest, via: last ? last.how : '' }
}

/** One asset with all that was seen of it; `undefined`: discovery never saw it here. */
export async function readSurfaceAsset(
  database: Database,
  workspaceId: string,
  id: string,
): Promise<SurfaceAssetDetail | undefined> {
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<
      SurfaceRowSql & { key: string }
    >`select ${surfaceColumnsSql}, a.natural_key as key from ${surfaceTables} where a.id = ${id}`.execute(work)
    const [row] = rows
    if (!row) return undefined
    const { key, ...own } = row
    return {
      ...rowOf(own),
      path: own.path.map((step) => ({ ...step, words: stepWords(step) })),
      ruling: await rulingOf(work, own.kind, key),
      ...(await readSeen(work, id, own.kind)),
      changes: await changesOf(work, sql`c.asset_id = ${id}`, 100),
    }
  })
}

async function rulingOf(work: Work, kind: string, key: string): Promise<SurfaceAssetDetail['ruling']> {
  const { rows } = await sql<
    NonNullable<SurfaceAssetDetail['ruling']>
  >`select kind || ':' || natural_key as id, standing, branch, reason,
    made_by as "madeBy", instant_text(made_at) as "madeAt" from scope_ruling
    where kind = ${kind} and natural_key = ${key}`.execute(work)
  return rows[0] ?? null
  const others = (key: string) => conditions(filter, key)
    const one = await facetsOf(work, surfaceFilters, tables, others)
    const many = await manyFacetsOf(work, surfaceManyFilters, tables, others)
    const found = new Map([...one.facets, ...many.facets].map((facet) => [facet.key, facet]))
    return { facets: facetOrder.flatMap((key) => found.get(key) ?? []) }
type ChangeSql = Omit<SurfaceChangeRow, 'words'>
/** The latest changes that fulfil a condition. */
export async function changesOf(
  work: Work,
  where: RawBuilder<unknown>,
  limit: number,
  offset = 0,
): Promise<SurfaceChangeRow[]> {
  const { rows } =
    await sql<ChangeSql>`select c.id::text, instant_text(c.at) as at, c.run_id as "runId", c.kind, c.change,
      json_build_object('id', a.id, 'kind', a.kind, 'name', a.name) as asset, c.subject, c.before, c.after
    from surface_change c join asset a on a.workspace_id = c.workspace_id and a.id = c.asset_id
    where ${where} order by c.id desc limit ${limit} offset ${offset}`.execute(work)
  return rows.map((row) => ({ ...row, words: wordsOf(row) }))
function wordsOf({ kind, change, subject, before, after }: ChangeSql): string {
  return changeWords({
    kind: kind as Parameters<typeof changeWords>[0]['kind'],
    change,
    subject,
    ...(before && { before }),
    ...(after && { after }),
const changeFilters: FilterSql = { kind: sql`c.kind`, change: sql`c.change` }
/** What came, went and changed, latest first. */
export async function listSurfaceChanges(
  query: { filter: string; cursor?: string | undefined; offset?: number | undefined; limit: number },
): Promise<Page<SurfaceChangeRow>> {
  const where = conditionsOf(query.filter, changeFilters, sql`concat_ws(' ', a.name, c.subject, c.before, c.after)`)
  const before = readCursor(query.cursor)?.key
    const shown = before ? sql`${where} and c.id < ${before}::bigint` : where
    const rows = await changesOf(work, shown, query.limit + 1, query.offset)
    const counted = await sql<{ total: number }>`select count(*)::int as total from surface_change c
      join asset a on a.workspace_id = c.workspace_id and a.id = c.asset_id where ${where}`.execute(work)
    const page = cutPage(rows, query.limit, ({ id }) => ({ key: id, id }))
    return { rows: page.rows, total: counted.rows[0]?.total ?? 0, next: page.next }
}

/** The nearest assets that fulfil a filter and are there, and how they hang together. */
export async function readSurfaceGraph(
  database: Database,
  workspaceId: string,
  { filter, limit }: { filter: string; limit: number },
): Promise<SurfaceGraph> {
  const where = sql`s.gone_at is null and ${conditions(filter)}`
  return database.inWorkspace(workspaceId, async (work) => {
    const nodes = await sql<SurfaceGraph['nodes'][number]>`
      select a.id, a.kind, a.name, s.standing, s.distance from ${surfaceTables} where ${where}
      order by s.distance, a.id limit ${limit}`.execute(work)
    const drawn = nodes.rows.map(({ id }) => id)
    const edges = await sql<{ from: string; to: string; kind: SurfaceStep['kind']; fromName: string; toName: string }>`
      select r.from_id as from, r.to_id as to, r.kind, f.name as "fromName", t.name as "toName"
      from relation r join asset f on f.id = r.from_id join asset t on t.id = r.to_id
      where r.present and r.from_id = any(${drawn}::text[]) and r.to_id = any(${drawn}::text[]) order by r.id`.execute(
      work,
    )
    const counted = await sql<{
      total: number
    }>`select count(*)::int as total from ${surfaceTables} where ${where}`.execute(work)
    return {
      nodes: nodes.rows,
      edges: edges.rows.map(({ fromName, toName, ...edge }) => ({
        ...edge,
        words: stepWords({ kind: edge.kind, from: { name: fromName }, to: { name: toName } }),
      })),
      hidden: (counted.rows[0]?.total ?? 0) - nodes.rows.length,
    }
  })
}
