import { type RawBuilder, sql, type Transaction } from 'kysely'
import { foldsPlaces, type Page } from '#contract'
import type { SurfaceGraph, SurfaceQuery, SurfaceRow } from '#contract/surface'
import type { SurfaceStep } from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'
import { cutPage, pageLimit } from './cursor.ts'
import { recordWaySql } from './record-ways.ts'
import { orderOf } from './sql-list.ts'
import {
  surfaceConditions as conditions,
  ownFinding,
  type SurfaceRowSql,
  standsAlone,
  subjectLabel,
  surfaceColumnsSql,
  surfaceOrders,
  surfaceRowOf,
  surfaceTables as tables,
  urgencies,
} from './surface-rows.ts'
import { stepWords } from './surface-words.ts'

type Work = Transaction<NoTables>

/** The surface under a filter, in the order asked for, with the exact count. */
export async function listSurface(
  database: Database,
  workspaceId: string,
  query: Omit<SurfaceQuery, 'fold'> & Partial<Pick<SurfaceQuery, 'fold'>>,
): Promise<Page<SurfaceRow>> {
  const matches = conditions(query.filter)
  const isFolded = query.fold === true && foldsPlaces(query.filter)
  const where = isFolded ? sql`${matches} and ${standsAlone}` : matches
  const { key, after, orderBy } = orderOf(surfaceOrders[query.sort], sql`a.id`, query.cursor)
  return database.inWorkspace(workspaceId, async (work) => {
    // What is told of a row is read for the rows of the page alone.
    const { rows } = await sql<SurfaceRowSql & { sort: string }>`with page as materialized (
        select found.*, row_number() over () as place from (select a.id, ${key} as sort from ${tables}
          where ${where} and ${after} order by ${orderBy} ${pageLimit(query)}) found
      ) select ${surfaceColumnsSql}, page.sort from page join ${tables} on a.id = page.id order by page.place`.execute(
      work,
    )
    const total = await countUnder(work, where)
    const page = cutPage(rows, query.limit, ({ sort, id }) => ({ key: sort, id }))
    const shown = page.rows.map(surfaceRowOf)
    return { rows: isFolded ? await withNames(work, shown) : shown, total, next: page.next }
  })
}

const MOST_NAMES = 3

/** Addresses with the names that lead to them, the shortest first. */
async function withNames(work: Work, rows: readonly SurfaceRow[]): Promise<SurfaceRow[]> {
  const addresses = rows.flatMap(({ id, kind }) => (kind === 'ip-address' ? id : []))
  const { rows: named } = await sql<{ name: string; places: string[] }>`select a.name, s.places from ${tables}
    where a.kind in ('domain', 'hostname') and s.gone_at is null and s.places && ${addresses}::text[]
    order by length(a.name), a.name`.execute(work)
  const names = new Map<string, string[]>(addresses.map((id) => [id, []]))
  for (const { name, places } of named) for (const place of places) names.get(place)?.push(name)
  return rows.map((row) => {
    const own = names.get(row.id) ?? []
    return { ...row, names: own.slice(0, MOST_NAMES), named: own.length }
  })
}

/** How many assets fulfil a filter. */
export function countSurface(database: Database, workspaceId: string, filter: string): Promise<number> {
  return database.inWorkspace(workspaceId, (work) => countUnder(work, conditions(filter)))
}

async function countUnder(work: Work, where: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from ${tables} where ${where}`.execute(
    work,
  )
  return rows[0]?.total ?? 0
}

/** The nearest assets that fulfil a filter and are there, and how they hang together, from the nearest on. */
export async function readSurfaceGraph(
  database: Database,
  workspaceId: string,
  { filter, limit }: { filter: string; limit: number },
): Promise<SurfaceGraph> {
  const where = sql`s.gone_at is null and ${conditions(filter)}`
  return database.inWorkspace(workspaceId, async (work) => {
    const nodes = await graphNodes(work, where, limit)
    const drawn = nodes.map(({ id }) => id)
    const places = new Map(drawn.map((id, place) => [id, place]))
    const placeOf = (id: string) => places.get(id) ?? drawn.length
    const edges = await sql<EdgeSql>`
      select r.from_id as from, r.to_id as to, r.kind, f.name as "fromName", t.name as "toName",
        ${recordWaySql(sql`r.kind`, sql`r.from_id`, sql`r.to_id`)} as way
      from relation r join asset f on f.id = r.from_id join asset t on t.id = r.to_id
      where r.present and r.from_id = any(${drawn}::text[]) and r.to_id = any(${drawn}::text[]) order by r.id`.execute(
      work,
    )
    const total = await countUnder(work, where)
    return {
      nodes,
      edges: edges.rows
        .sort((a, b) => placeOf(a.from) - placeOf(b.from) || placeOf(a.to) - placeOf(b.to))
        .map(({ fromName, toName, way, ...edge }) => ({
          ...edge,
          words: stepWords({ kind: edge.kind, by: way ?? undefined, from: { name: fromName }, to: { name: toName } }),
        })),
      hidden: total - nodes.length,
    }
  })
}

interface EdgeSql {
  from: string
  to: string
  kind: SurfaceStep['kind']
  fromName: string
  toName: string
  way: string | null
}

type NodeSql = Omit<SurfaceGraph['nodes'][number], 'label'> & { subject: string | null }

/** Assets to be drawn, each with the most urgent decision there. All decisions are found at once: a graph is large. */
async function graphNodes(work: Work, where: RawBuilder<unknown>, limit: number): Promise<SurfaceGraph['nodes']> {
  const { rows } = await sql<NodeSql>`with node as materialized (
      select a.id, a.kind, a.name, s.standing, nullif(s.proof, 'none') as proof, s.distance from ${tables} where ${where} order by s.distance, a.name, a.id limit ${limit}
    ), worst as (
      select n.id, min(array_position(${urgencies}, f.urgency)) as place from node n
        join ${tables} on s.asset_id = n.id cross join lateral unnest(array_append(s.places, s.asset_id)) at
        join finding f on f.asset_id = at and f.state = 'open' where ${ownFinding} group by n.id
    ) select n.id, n.kind, n.name, n.standing, n.proof, n.distance, (${urgencies})[w.place] as decision, c.value ->> 'subject' as subject
    from node n left join worst w on w.id = n.id
      left join observation c on n.kind = 'certificate' and c.asset_id = n.id and c.kind = 'certificate'
    order by n.distance, n.name, n.id`.execute(work)
  return rows.map(({ subject, ...node }) => ({ ...node, label: subject ? subjectLabel(subject) : node.name }))
}
