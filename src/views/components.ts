import { type RawBuilder, sql } from 'kysely'
import type { ComponentRow, ListQuery, Page } from '#contract'
import type { Database } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'

interface ComponentSql {
  id: string
  name: string
  namespace: string | null
  version: string | null
  ecosystem: string | null
  purl: string | null
  location: string
  scope: string | null
  findings: number
  urgency: ComponentRow['urgency']
  sort: number
}

/** The components present on an asset, the one with the most urgent finding first. `filter` is searched in name and purl. */
export async function listComponents(
  database: Database,
  workspaceId: string,
  assetId: string,
  query: ListQuery,
): Promise<Page<ComponentRow>> {
  const like = `%${query.filter.trim().replace(/[\\%_]/g, '\\$&')}%`
  const where = sql`c.asset_id = ${assetId} and c.present and concat_ws(' ', c.namespace, c.name, c.version, c.purl) ilike ${like}`
  const cursor = readCursor(query.cursor)
  const after = cursor ? sql`where (r.sort, r.id) < (${cursor.key}::bigint, ${cursor.id})` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<ComponentSql>`
      select r.findings, r.urgency, r.sort, c.id, c.name, c.namespace, c.version, c.ecosystem, c.purl, c.location, c.scope
      from (${rankedComponents(assetId, where)}) r join component c on c.id = r.id ${after}
      order by r.sort desc, r.id desc limit ${query.limit + 1}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total from component c where ${where}`.execute(
      work,
    )
    const page = cutPage(rows, query.limit, (row) => ({ key: String(row.sort), id: row.id }))
    return { rows: page.rows.map(componentRowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

/**
 * Components and their findings stacked and grouped by component, not joined: the planner cannot estimate rows behind
 * row-level security and would compare every component with every finding.
 */
function rankedComponents(assetId: string, where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select id, count(rank)::int as findings, coalesce(max(rank), -1) as sort,
      (array_agg(urgency order by rank desc nulls last))[1] as urgency
    from (
      select c.id, null::bigint as rank, null as urgency, true as wanted from component c where ${where}
      union all
      select shown.id, x.rank, x.urgency, false
      from finding x cross join unnest(x.components) as shown (id)
      where x.asset_id = ${assetId} and x.state = 'open'
    ) stacked group by id having bool_or(wanted)`
}

function componentRowOf({ namespace, sort: _sort, ...row }: ComponentSql): ComponentRow {
  return { ...row, name: namespace ? `${namespace}/${row.name}` : row.name }
}
