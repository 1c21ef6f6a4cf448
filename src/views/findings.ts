import { sql } from 'kysely'
import type { Facets, FindingRow, ListQuery, Page } from '#contract'
import type { Database } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'
import { findingColumns, findingConditions } from './finding-filter.ts'
import { type FindingSql, findingRowColumns, findingRowOf } from './finding-row.ts'

/** One page of findings, most urgent first, with the exact count under the filter. */
export async function listFindings(
  database: Database,
  workspaceId: string,
  query: ListQuery,
): Promise<Page<FindingRow>> {
  const where = findingConditions(query.filter)
  const cursor = readCursor(query.cursor)
  const after = cursor ? sql`and (f.rank, f.id) < (${cursor.key}::bigint, ${cursor.id})` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<FindingSql>`
      select ${findingRowColumns} from finding f join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
      where ${where} ${after} order by f.rank desc, f.id desc limit ${query.limit + 1}`.execute(work)
    const counted = await sql<{ total: number }>`
      select count(*)::int as total from finding f join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
      where ${where}`.execute(work)
    const page = cutPage(rows, query.limit, (row) => ({ key: String(row.rank), id: row.id }))
    return { rows: page.rows.map(findingRowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

/** Keys shown as facets, in order. */
const facetKeys = [
  'decision',
  'exposure',
  'kev',
  'exploitation',
  'ecosystem',
  'asset',
  'verdict',
  'basis',
  'fix',
] as const
const MAX_VALUES = 20

/** For each facet its values with exact counts; a facet's own terms are left out, so that its other values can be chosen. */
export async function findingFacets(database: Database, workspaceId: string, filter: string): Promise<Facets> {
  const parts = facetKeys.map(
    (key) => sql`(select ${key}::text as key, ${findingColumns[key]!} as value, count(*)::int as count
      from finding f join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
      where ${findingConditions(filter, key)} group by 2 order by 3 desc, 2 limit ${sql.lit(MAX_VALUES)})`,
  )
  const rows = await database.inWorkspace(workspaceId, async (work) => {
    const found = await sql<{
      key: string
      value: string
      count: number
    }>`${sql.join(parts, sql` union all `)}`.execute(work)
    return found.rows
  })
  return {
    facets: facetKeys.map((key) => ({
      key,
      values: rows.filter((row) => row.key === key).map(({ value, count }) => ({ value, count })),
    })),
  }
}
