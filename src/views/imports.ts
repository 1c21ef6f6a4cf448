import { type RawBuilder, sql } from 'kysely'
import type { Facets, ImportListQuery, ImportRow, ImportSort, Page } from '#contract'
import type { Outcome } from '#core/kernel'
import type { Database } from '#platform/database'
import { cutPage, pageLimit } from './cursor.ts'
import { conditionsOf, type FilterSql, facetsOf, orderOf, type SqlOrder } from './sql-list.ts'

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
  effects: ImportRow['effects']
}

/** Columns of an import's row; joins `import i` and `asset a`. */
export const importColumns = sql`i.id, i.asset_id, a.name as asset_name, i.importer, i.format, i.file_name, i.tool,
  i.stated_at, i.imported_at, i.imported_by, i.component_count, i.outcome, i.effects`

/** What Lunette says of safeguards by itself is kept as imports are, but nobody brought it in. */
export const broughtIn = sql`i.importer <> 'safeguards'`

const importTables = sql`import i join asset a on a.workspace_id = i.workspace_id and a.id = i.asset_id`

const importFilter: FilterSql = {
  format: sql`i.format`,
  tool: sql`coalesce(i.tool, 'none')`,
  by: sql`coalesce(i.imported_by, 'none')`,
  asset: sql`a.name`,
}

const milliseconds = (at: RawBuilder<unknown>) => sql`(extract(epoch from ${at}) * 1000)::bigint`

const importOrders: Readonly<Record<ImportSort, SqlOrder>> = {
  newest: { by: milliseconds(sql`i.imported_at`), as: 'largest' },
  stated: { by: milliseconds(sql`i.stated_at`), as: 'largest' },
  components: { by: sql`i.component_count::bigint`, as: 'largest' },
  asset: { by: sql`a.name`, as: 'text' },
  file: { by: sql`i.file_name`, as: 'text' },
}

/** Imports under a filter, in the order asked for, with the exact count. */
export async function listImports(
  database: Database,
  workspaceId: string,
  query: ImportListQuery,
): Promise<Page<ImportRow>> {
  const where = importConditions(query.filter)
  const { key, after, orderBy } = orderOf(importOrders[query.sort], sql`i.id`, query.cursor)
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<
      ImportSql & { sort: string }
    >`select ${importColumns}, ${key} as sort from ${importTables}
      where ${where} and ${after} order by ${orderBy} ${pageLimit(query)}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total from ${importTables}
      where ${where}`.execute(work)
    const page = cutPage(rows, query.limit, ({ sort, id }) => ({ key: sort, id }))
    return { rows: page.rows.map(importRowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

/** For each facet of imports its values with exact counts. */
export function importFacets(database: Database, workspaceId: string, filter: string): Promise<Facets> {
  return database.inWorkspace(workspaceId, (work) =>
    facetsOf(work, importFilter, importTables, (key) => importConditions(filter, key)),
  )
}

function importConditions(filter: string, except?: string): RawBuilder<unknown> {
  const found = conditionsOf(filter, importFilter, sql`concat_ws(' ', i.file_name, i.format, i.tool, a.name)`, except)
  return sql`${broughtIn} and (${found})`
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
    effects: row.effects,
  }
}
