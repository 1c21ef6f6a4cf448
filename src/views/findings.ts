import { sql } from 'kysely'
import type { FindingRow, ListQuery, Page } from '#contract'
import type { Database } from '#platform/database'
import { cutPage, pageLimit, readCursor } from './cursor.ts'
import { findingConditions, findingTables, rankNow } from './finding-filter.ts'
import { type FindingSql, findingRowColumns, findingRowOf } from './finding-row.ts'

/** One page of findings, most urgent first, with the exact count under the filter. */
export async function listFindings(
  database: Database,
  workspaceId: string,
  query: ListQuery,
): Promise<Page<FindingRow>> {
  const where = findingConditions(query.filter)
  const cursor = readCursor(query.cursor)
  const after = cursor ? sql`and (${rankNow}, f.id) < (${cursor.key}::bigint, ${cursor.id})` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<FindingSql>`
      select ${findingRowColumns} from ${findingTables}
      where ${where} ${after} order by ${rankNow} desc, f.id desc ${pageLimit(query)}`.execute(work)
    const counted = await sql<{ total: number }>`
      select count(*)::int as total from ${findingTables}
      where ${where}`.execute(work)
    const page = cutPage(rows, query.limit, (row) => ({ key: String(row.rank), id: row.id }))
    return { rows: page.rows.map(findingRowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}
