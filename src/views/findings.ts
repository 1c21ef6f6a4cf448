import { type RawBuilder, sql, type Transaction } from 'kysely'
import { type Facets, type FindingRow, type ListQuery, type Page, parseFilter } from '#contract'
import type { Database, NoTables } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'
import { findingColumns, findingConditions } from './finding-filter.ts'
import { type FindingSql, findingRowColumns, findingRowOf } from './finding-row.ts'

type Work = Transaction<NoTables>

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

/**
 * For each facet its values with exact counts; a facet's own terms are left out, so that its other values can be chosen.
 * Facets the filter does not name share one pass over the rows.
 */
export async function findingFacets(database: Database, workspaceId: string, filter: string): Promise<Facets> {
  const named = new Set(parseFilter(filter).terms.map((term) => term.key))
  const alone = facetKeys.filter((key) => named.has(key))
  const together = facetKeys.filter((key) => !named.has(key))
  const passes = [
    ...(together.length > 0 ? [{ keys: together, where: findingConditions(filter) }] : []),
    ...alone.map((key) => ({ keys: [key], where: findingConditions(filter, key) })),
  ]
  const rows = await database.inWorkspace(workspaceId, async (work) => {
    const found: CountedValue[] = []
    for (const { keys, where } of passes) found.push(...(await countValues(work, keys, where)))
    return found
  })
  return { facets: facetKeys.map((key) => ({ key, values: valuesOf(rows, key) })) }
}

interface CountedValue {
  key: string
  value: string
  count: number
}

/** One row per key and value. `grouping` tells which key a row of the grouping sets belongs to. */
async function countValues(work: Work, keys: readonly string[], where: RawBuilder<unknown>): Promise<CountedValue[]> {
  const columns = keys.map((_, place) => sql.ref(`v${place}`))
  const selected = keys.map((key, place) => sql`${findingColumns[key]!} as ${columns[place]!}`)
  const key = keys.map((name, place) => sql`when grouping(${columns[place]!}) = 0 then ${name}::text`)
  const { rows } = await sql<CountedValue>`
    select case ${sql.join(key, sql` `)} end as key, coalesce(${sql.join(columns)}) as value, count(*)::int as count
    from (select ${sql.join(selected)} from finding f
      join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id where ${where}) r
    group by grouping sets (${sql.join(columns.map((column) => sql`(${column})`))})`.execute(work)
  return rows
}

function valuesOf(rows: readonly CountedValue[], key: string): { value: string; count: number }[] {
  return rows
    .filter((row) => row.key === key)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_VALUES)
    .map(({ value, count }) => ({ value, count }))
}
