import { sql, type Transaction } from 'kysely'
import type { DispositionRow, ListQuery, Page } from '#contract'
import type { Database, NoTables } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'

interface DispositionSql {
  id: string
  status: DispositionRow['status']
  scope: DispositionRow['scope']
  vulnerability_id: string
  anchor: DispositionRow['anchor']
  justification: string | null
  reason: string
  made_by: string
  made_at: Date
  ends_at: Date
  revoked_by: string | null
  revoked_at: Date | null
  suppresses: number
  document: DispositionRow['document']
  key: string
}

const columns = sql`d.*, (select jsonb_build_object('id', v.id, 'fileName', v.file_name) from vex_document v
    where v.id = d.vex_document_id) as document,
  (extract(epoch from d.made_at) * 1000000)::bigint::text as key,
  (select count(*)::int from finding f where f.disposition_id = d.id) as suppresses`

/** Rulings of a workspace, newest first; the filter is searched in vulnerability, reason and author. */
export async function listDispositions(
  database: Database,
  workspaceId: string,
  query: ListQuery,
): Promise<Page<DispositionRow>> {
  const like = `%${query.filter.trim().replace(/[\\%_]/g, '\\$&')}%`
  const where = sql`concat_ws(' ', d.vulnerability_id, d.reason, d.made_by) ilike ${like}`
  const cursor = readCursor(query.cursor)
  const after = cursor
    ? sql`and (d.made_at, d.id::text) < (to_timestamp(${cursor.key}::bigint / 1000000.0), ${cursor.id})`
    : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<DispositionSql>`select ${columns} from disposition d where ${where} ${after}
      order by d.made_at desc, d.id::text desc limit ${query.limit + 1}`.execute(work)
    const counted = await sql<{
      total: number
    }>`select count(*)::int as total from disposition d where ${where}`.execute(work)
    const page = cutPage(rows, query.limit, (row) => ({ key: row.key, id: row.id }))
    return { rows: page.rows.map(rowOf), total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

/** The ruling that suppresses a finding now. */
export async function dispositionOf(
  work: Transaction<NoTables>,
  findingId: string,
): Promise<DispositionRow | undefined> {
  const { rows } = await sql<DispositionSql>`select ${columns} from disposition d
    join finding f on f.disposition_id = d.id where f.id = ${findingId}`.execute(work)
  return rows[0] && rowOf(rows[0])
}

function rowOf(row: DispositionSql): DispositionRow {
  return {
    id: row.id,
    status: row.status,
    scope: row.scope,
    vulnerabilityId: row.vulnerability_id,
    anchor: row.anchor,
    justification: row.justification,
    reason: row.reason,
    madeBy: row.made_by,
    madeAt: row.made_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    revokedBy: row.revoked_by,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    suppresses: row.suppresses,
    document: row.document,
  }
}
