import { sql } from 'kysely'
import type { ImportRow, ListQuery, Page } from '#contract'
import type { Outcome } from '#core/kernel'
import type { Database } from '#platform/database'
import { cutPage, pageLimit, readCursor } from './cursor.ts'

export interface ImportSql {
  id: string
  asset_id: string
  asset_name: string
  importer: string
  format: string
  file_name: string
  tool: string | null
  stated_at: Date
  imported_at: Date
  imported_by: string | null
  component_count: number
  outcome: Outcome
  sort: number
}

/** Columns of an import's row; joins `import i` and `asset a`. */
export const importColumns = sql`i.id, i.asset_id, a.name as asset_name, i.importer, i.format, i.file_name, i.tool,
  i.stated_at, i.imported_at, i.imported_by, i.component_count, i.outcome, (extract(epoch from i.imported_at) * 1000)::bigint as sort`

/** Imports, newest first. */
export async function listImports(database: Database, workspaceId: string, query: ListQuery): Promise<Page<ImportRow>> {
  const cursor = readCursor(query.cursor)
  const after = cursor ? sql`where (r.sort, r.id) < (${cursor.key}::bigint, ${cursor.id})` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<ImportSql>`select r.* from (select ${importColumns} from import i
        join asset a on a.workspace_id = i.workspace_id and a.id = i.asset_id) r ${after}
      order by r.sort desc, r.id desc ${pageLimit(query)}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total from import`.execute(work)
    const page = cutPage(rows, query.limit, (row) => ({ key: String(row.sort), id: row.id }))
    return { rows: page.rows.map(importRowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

export function importRowOf(row: ImportSql): ImportRow {
  return {
    id: row.id,
    assetId: row.asset_id,
    assetName: row.asset_name,
    importer: row.importer,
    format: row.format,
    fileName: row.file_name,
    tool: row.tool,
    statedAt: row.stated_at.toISOString(),
    importedAt: row.imported_at.toISOString(),
    importedBy: row.imported_by,
    components: row.component_count,
    dropped: row.outcome.dropped ?? [],
  }
}
