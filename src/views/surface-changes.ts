import { type RawBuilder, sql, type Transaction } from 'kysely'
import { type FilterTerm, type Page, parseFilter } from '#contract'
import type { ChangedAsset, ChangedRun, SurfaceChangeRow } from '#contract/surface'
import { parseRange } from '#core/network'
import { changeWords } from '#exposure/surface'
import type { Database, NoTables } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'
import { conditionsOf, type FilterSql } from './sql-list.ts'

type ChangeSql = Omit<SurfaceChangeRow, 'words'>

interface ChangeQuery {
  filter: string
  cursor?: string | undefined
  offset?: number | undefined
  limit: number
}

const tables = sql`surface_change c join asset a on a.workspace_id = c.workspace_id and a.id = c.asset_id`

/** Of a weakness: as its check said last. */
const severity = sql<string>`case when c.kind = 'weakness' then coalesce(c.after, c.before) end`

/**
 * How soon somebody should look: a grave weakness first, then what anybody who reaches it can use and what lets somebody
 * in; what is there no more or is merely another comes last. As the rules of notices have it where nobody set others.
 */
const importance = sql<string>`case
  when c.kind = 'weakness' and c.change <> 'vanished' then
    case when ${severity} in ('critical', 'high') then 'high' when ${severity} = 'medium' then 'medium' else 'low' end
  when c.change = 'new' and c.kind in ('host', 'port', 'login-page') then 'medium'
  else 'low' end`
const inOrder = sql`array_position(array['high', 'medium', 'low'], ${importance})`

const columns = sql`c.id::text, instant_text(c.at) as at, c.run_id as "runId", c.kind, c.change,
  json_build_object('id', a.id, 'kind', a.kind, 'name', a.name) as asset, c.subject, c.before, c.after, c.baseline,
  ${importance} as importance, ${severity} as severity`

const filters: FilterSql = {
  kind: sql`c.kind`,
  change: sql`c.change`,
  importance,
  severity: sql`coalesce(${severity}, '')`,
  run: sql`c.run_id::text`,
  seed: sql`coalesce(c.baseline, '')`,
}

const asked = (filter: string) =>
  conditionsOf(filter, filters, sql`concat_ws(' ', a.name, c.subject, c.before, c.after)`, undefined, { asset: isAt })

/** What a seed brought at first is no change: it is shown to who asks for it. */
const conditions = (filter: string) =>
  parseFilter(filter).terms.some(({ key }) => key === 'seed')
    ? asked(filter)
    : sql`c.baseline is null and ${asked(filter)}`

/** Of a domain all names in it, of a range all addresses. */
function isAt({ values, not }: FilterTerm): RawBuilder<unknown> {
  const places = values.map((value) => {
    const range = value.includes('/') ? parseRange(value) : undefined
    if (range) return sql`case when a.kind = 'ip-address' then a.name::inet <<= ${range.text}::inet else false end`
    const name = value.toLowerCase().replace(/\.$/, '')
    return sql`(lower(a.name) = ${name} or right(lower(a.name), ${name.length + 1}) = ${`.${name}`}
      or starts_with(lower(a.name), ${`${name}:`}))`
  })
  const test = sql`(${sql.join([sql`false`, ...places], sql` or `)})`
  return not ? sql`not ${test}` : test
}

/** The latest changes that fulfil a condition. */
export async function changesOf(
  work: Transaction<NoTables>,
  where: RawBuilder<unknown>,
  limit: number,
  offset = 0,
): Promise<SurfaceChangeRow[]> {
  const { rows } = await sql<ChangeSql>`select ${columns} from ${tables}
    where ${where} order by c.id desc limit ${limit} offset ${offset}`.execute(work)
  return rows.map(worded)
}

function worded(row: ChangeSql): SurfaceChangeRow {
  const { kind, change, subject, before, after, baseline } = row
  const words = changeWords({
    kind: kind as Parameters<typeof changeWords>[0]['kind'],
    change,
    subject,
    baseline,
    ...(before && { before }),
    ...(after && { after }),
  })
  return { ...row, words }
}

/** What came, went and changed, latest first. */
export async function listSurfaceChanges(
  database: Database,
  workspaceId: string,
  query: ChangeQuery,
): Promise<Page<SurfaceChangeRow>> {
  const where = conditions(query.filter)
  const before = readCursor(query.cursor)?.key
  return database.inWorkspace(workspaceId, async (work) => {
    const shown = before ? sql`${where} and c.id < ${before}::bigint` : where
    const rows = await changesOf(work, shown, query.limit + 1, query.offset)
    const counted = await sql<{ total: number }>`select count(*)::int as total from ${tables} where ${where}`.execute(
      work,
    )
    const page = cutPage(rows, query.limit, ({ id }) => ({ key: id, id }))
    return { rows: page.rows, total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

/** What each run changed, counted, latest first. */
export async function listChangedRuns(
  database: Database,
  workspaceId: string,
  { filter, cursor, offset = 0, limit }: ChangeQuery,
): Promise<Page<ChangedRun>> {
  const before = readCursor(cursor)?.key
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<ChangedRun & { last: string; of: number }>`with found as materialized (
        select c.id, c.run_id, c.at, c.asset_id, c.kind || ' ' || c.change as what, ${importance} as importance,
          c.baseline as seed
        from ${tables} where ${asked(filter)}
      ), runs as (
        select run_id, max(id) as last, max(at) as at, count(*) filter (where seed is null)::int as total,
          count(distinct asset_id) filter (where seed is null)::int as assets
        from found group by run_id
      ), page as (
        select *, (select count(*)::int from runs) as of from runs
        where ${before ? sql`last < ${before}::bigint` : sql`true`} order by last desc limit ${limit + 1} offset ${offset}
      )
      select p.run_id as id, p.last::text, p.of, instant_text(p.at) as at, p.total, p.assets,
        coalesce(r.look, 'deep') as look, coalesce(r.vantage, '') as vantage, coalesce(r.started_by, '') as "startedBy",
        p.total = 0 as "isFirst",
        coalesce((select json_object_agg(seed, n) from (select seed, count(*)::int as n from found f
          where f.run_id = p.run_id and seed is not null group by 1) b), '{}') as baseline,
        coalesce((select json_object_agg(importance, n) from (select importance, count(*)::int as n from found f
          where f.run_id = p.run_id and seed is null group by 1) i), '{}') as importance,
        coalesce((select json_object_agg(what, n) from (select what, count(*)::int as n from found f
          where f.run_id = p.run_id and seed is null group by 1) w), '{}') as counts
      from page p left join discovery_run r on r.id = p.run_id order by p.last desc`.execute(work)
    const page = cutPage(rows, limit, ({ last }) => ({ key: last, id: last }))
    return {
      rows: page.rows.map(({ last: _last, of: _of, ...run }) => run),
      total: rows[0]?.of ?? 0,
      next: page.next,
    }
  })
}

/** Assets of a run, and changes of each, that are shown at once. */
const MOST_ASSETS = 200
const MOST_CHANGES = 12

/** What a run changed, by asset, the most important first, with what a seed brought at first. */
export async function listChangedAssets(
  database: Database,
  workspaceId: string,
  { filter, runId }: { filter: string; runId: string },
): Promise<{ assets: ChangedAsset[]; hidden: number }> {
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<ChangeSql & { of: number; assets: number }>`with found as (
        select ${columns}, c.asset_id, ${inOrder} as place, a.name, c.id as n
        from ${tables} where c.run_id::text = ${runId} and ${asked(filter)}
      ), ranked as (
        select *, row_number() over (partition by asset_id order by place, n) as nth,
          min(place) over (partition by asset_id) as worst, count(*) over (partition by asset_id)::int as of
        from found
      ), placed as (select *, dense_rank() over (order by worst, of desc, name, asset_id) as rank from ranked)
      select id, at, "runId", kind, change, asset, subject, before, after, baseline, importance, severity, of,
        (select max(rank)::int from placed) as assets
      from placed where rank <= ${MOST_ASSETS} and nth <= ${MOST_CHANGES} order by rank, nth`.execute(work)
    const assets = new Map<string, ChangedAsset>()
    for (const { of, assets: _all, ...row } of rows) {
      const known = assets.get(row.asset.id) ?? { asset: row.asset, importance: row.importance, total: of, changes: [] }
      known.changes.push(worded(row))
      assets.set(row.asset.id, known)
    }
    return { assets: [...assets.values()], hidden: Math.max(0, (rows[0]?.assets ?? 0) - assets.size) }
  })
}
