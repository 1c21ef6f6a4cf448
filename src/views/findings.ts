import { sql } from 'kysely'
import type { FindingRow, ListQuery, Page } from '#contract'
import type { Database } from '#platform/database'
import { cutPage, pageLimit, readCursor } from './cursor.ts'
import { findingConditions, findingTables, rankNow } from './finding-filter.ts'
import { type FindingSql, findingRowColumns, findingRowOf } from './finding-row.ts'

/** One page of findings in the usual order of the lists, most urgent first, newer numbers first among equals; with the exact count under the filter. */
export async function listFindings(
  database: Database,
  workspaceId: string,
  query: ListQuery,
): Promise<Page<FindingRow>> {
  const where = findingConditions(query.filter)
  const cursor = readCursor(query.cursor)
  const after = cursor ? sql`and (${rankNow}, f.seq) < (${cursor.key}::bigint, ${seqOf(cursor.id)}::bigint)` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<FindingSql & { seq: string }>`
      select ${findingRowColumns}, f.seq from ${findingTables}
      where ${where} ${after} order by ${rankNow} desc, f.seq desc ${pageLimit(query)}`.execute(work)
    const counted = await sql<{ total: number }>`
      select count(*)::int as total from ${findingTables}
      where ${where}`.execute(work)
    const page = cutPage(rows, query.limit, (row) => ({ key: String(row.rank), id: String(row.seq) }))
    return { rows: page.rows.map(findingRowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

/** A cursor that nobody issued must not fail in SQL. */
function seqOf(id: string): string {
  return /^\d{1,18}$/.test(id) ? id : '0'
}
