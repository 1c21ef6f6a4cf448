import { sql } from 'kysely'
import type { ListQuery, Page } from '#contract'
import type { SupplierVexRow, VexDocumentRow } from '#contract/vex'
import type { Database } from '#platform/database'
import { cutPage, pageLimit, readCursor } from './cursor.ts'

/** VEX documents imported as rulings, newest first; the filter is searched in names, authors and ids. */
export async function listVexDocuments(
  database: Database,
  workspaceId: string,
  query: ListQuery,
): Promise<Page<VexDocumentRow>> {
  const like = `%${query.filter.trim().replace(/[\\%_]/g, '\\$&')}%`
  const from = sql`from vex_document v where concat_ws(' ', v.file_name, v.author, v.document_id, v.imported_by) ilike ${like}`
  const cursor = readCursor(query.cursor)
  const after = cursor
    ? sql`and (v.imported_at, v.id) < (to_timestamp(${cursor.key}::bigint / 1000000.0), ${cursor.id})`
    : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<VexDocumentRow & { key: string }>`select v.id, v.format, v.file_name as "fileName",
        v.document_id as "documentId", v.author, v.stated_at as "statedAt", v.statements, v.imported_by as "importedBy",
        instant_text(v.imported_at) as "importedAt", (extract(epoch from v.imported_at) * 1000000)::bigint::text as key,
        (select count(*)::int from disposition d
          where d.vex_document_id = v.id and d.revoked_at is null and d.ends_at > now()) as rulings
      ${from} ${after} order by v.imported_at desc, v.id desc ${pageLimit(query)}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(work)
    const page = cutPage(rows, query.limit, ({ key, id }) => ({ key, id }))
    return {
      rows: page.rows.map(({ key: _key, ...row }) => row),
      total: counted.rows[0]?.total ?? 0,
      next: page.next,
    }
  })
}

/** Suppliers' VEX documents in force, newest first; the filter is searched in names, authors and ids. */
export async function listSupplierVex(
  database: Database,
  workspaceId: string,
  query: ListQuery,
): Promise<Page<SupplierVexRow>> {
  const like = `%${query.filter.trim().replace(/[\\%_]/g, '\\$&')}%`
  const from = sql`from supplier_vex v where v.removed_at is null
    and concat_ws(' ', v.file_name, v.author, v.document_id, v.imported_by) ilike ${like}`
  const cursor = readCursor(query.cursor)
  const after = cursor
    ? sql`and (v.imported_at, v.id) < (to_timestamp(${cursor.key}::bigint / 1000000.0), ${cursor.id})`
    : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<SupplierVexRow & { key: string }>`select v.id, v.format, v.file_name as "fileName",
        v.document_id as "documentId", v.author, v.stated_at as "statedAt", v.statements, v.dropped,
        v.imported_by as "importedBy", instant_text(v.imported_at) as "importedAt",
        (extract(epoch from v.imported_at) * 1000000)::bigint::text as key
      ${from} ${after} order by v.imported_at desc, v.id desc limit ${query.limit + 1}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(work)
    const page = cutPage(rows, query.limit, ({ key, id }) => ({ key, id }))
    return {
      rows: page.rows.map(({ key: _key, ...row }) => row),
      total: counted.rows[0]?.total ?? 0,
      next: page.next,
    }
  })
}
