import { type RawBuilder, sql } from 'kysely'
import type { Facets, Page } from '#contract'
import type { AuditDays, AuditEntry, AuditQuery } from '#contract/audit'
import { readChain } from '#platform/audit'
import type { Database } from '#platform/database'
import { cutPage, pageLimit, readCursor } from './cursor.ts'
import { conditionsOf, type FilterSql, facetsOf } from './sql-list.ts'

interface EntrySql {
  position: number
  at: Date
  digest: string
  actor: string | null
  action: string | null
  target: string | null
  detail: Record<string, unknown> | null
}

const auditTables = sql`audit_entry e left join audit_detail d using (chain, position)`

const auditFilter: FilterSql = {
  actor: sql`coalesce(d.actor, '')`,
  action: sql`coalesce(d.action, '')`,
  target: sql`coalesce(d.target, '')`,
}
const { target: _, ...auditFacetColumns } = auditFilter

/** A chain's entries under a filter, newest first. `chain`: a workspace's id, or `instance`. */
export async function listAudit(database: Database, chain: string, query: AuditQuery): Promise<Page<AuditEntry>> {
  const cursor = readCursor(query.cursor)
  const where = conditions(chain, query)
  const after = cursor ? sql`and e.position < ${cursor.key}::bigint` : sql``
  const { rows, counted } = await readChain(database, chain, async (work) => {
    const { rows } = await sql<EntrySql>`select e.position, e.at, e.digest, d.actor, d.action, d.target, d.detail
      from ${auditTables} where ${where} ${after} order by e.position desc ${pageLimit(query)}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total from ${auditTables}
      where ${where}`.execute(work)
    return { rows, counted }
  })
  const page = cutPage(rows, query.limit, ({ position }) => ({ key: String(position), id: 'entry' }))
  return {
    rows: page.rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    total: counted.rows[0]?.total ?? 0,
    next: page.next,
  }
}

/** Who changed something and what they did, with exact counts. */
export async function auditFacets(database: Database, chain: string, query: AuditDays): Promise<Facets> {
  const { facets } = await readChain(database, chain, (work) =>
    facetsOf(work, auditFacetColumns, auditTables, (key) => conditions(chain, query, key)),
  )
  // What was erased has no words to choose.
  return { facets: facets.map(({ key, values }) => ({ key, values: values.filter(({ value }) => value !== '') })) }
}

/** Where words were erased, no word is found: a filter that excludes some keeps such entries. */
function conditions(chain: string, { filter, from, to }: AuditDays, except?: string): RawBuilder<unknown> {
  const text = sql`concat_ws(' ', d.actor, d.action, d.target, d.detail::text)`
  const days = [
    ...(from ? [sql`e.at >= ${`${from}T00:00:00Z`}::timestamptz`] : []),
    ...(to ? [sql`e.at < ${`${to}T00:00:00Z`}::timestamptz + interval '1 day'`] : []),
  ]
  return sql.join([sql`e.chain = ${chain}`, conditionsOf(filter, auditFilter, text, except), ...days], sql` and `)
}
