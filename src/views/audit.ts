import { sql } from 'kysely'
import { type Page, parseFilter } from '#contract'
import type { AuditEntry, AuditQuery } from '#contract/audit'
import { readChain } from '#platform/audit'
import type { Database } from '#platform/database'
import { cutPage, pageLimit, readCursor } from './cursor.ts'

interface EntrySql {
  position: number
  at: Date
  digest: string
  actor: string | null
  action: string | null
  target: string | null
  detail: Record<string, unknown> | null
}

/** A chain's entries under a filter, newest first. `chain`: a workspace's id, or `instance`. */
export async function listAudit(database: Database, chain: string, query: AuditQuery): Promise<Page<AuditEntry>> {
  const cursor = readCursor(query.cursor)
  const from = sql`from audit_entry e left join audit_detail d using (chain, position)
    where e.chain = ${chain}${conditions(query)}`
  const after = cursor ? sql` and e.position < ${cursor.key}::bigint` : sql``
  const { rows, counted } = await readChain(database, chain, async (work) => {
    const { rows } = await sql<EntrySql>`select e.position, e.at, e.digest, d.actor, d.action, d.target, d.detail
      ${from}${after} order by e.position desc ${pageLimit(query)}`.execute(work)
    return { rows, counted: await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(work) }
  })
  const page = cutPage(rows, query.limit, ({ position }) => ({ key: String(position), id: 'entry' }))
  return {
    rows: page.rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    total: counted.rows[0]?.total ?? 0,
    next: page.next,
  }
}

/** Where words were erased, no word is found: a filter that excludes some keeps such entries. */
function conditions({ filter, from, to }: AuditQuery) {
  const { terms, text } = parseFilter(filter)
  const parts = terms.map(({ key, values, not }) => {
    const column = key === 'actor' ? sql`d.actor` : key === 'action' ? sql`d.action` : sql`d.target`
    const test = sql`coalesce(lower(${column}) = any (${values.map((value) => value.toLowerCase())}), false)`
    return not ? sql` and not ${test}` : sql` and ${test}`
  })
  if (text !== '')
    parts.push(sql` and strpos(lower(concat_ws(' ', d.actor, d.action, d.target, d.detail::text)), lower(${text})) > 0`)
  if (from) parts.push(sql` and e.at >= ${`${from}T00:00:00Z`}::timestamptz`)
  if (to) parts.push(sql` and e.at < ${`${to}T00:00:00Z`}::timestamptz + interval '1 day'`)
  return sql.join(parts, sql``)
}
