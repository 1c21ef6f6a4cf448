import { sql, type Transaction } from 'kysely'
import type { Dropped, Instant } from '#core/kernel'
import type { VexStatement } from '#core/vocabulary'
import { type Database, jsonForPostgres } from '#platform/database'

/** A supplier's VEX document as one workspace holds it. */
export interface SupplierVex {
  id: string
  format: string
  fileName: string
  documentId: string | null
  author: string | null
  statedAt: string | null
  /** What was left out of it, and why. */
  dropped: readonly Dropped[]
  importedBy: string
  importedAt: Instant
}

/** A statement with the names its products are looked up by. */
export interface FiledStatement {
  keys: readonly string[]
  said: VexStatement
}

const BATCH = 5_000

/** Files a document with its statements; one that was taken back is in force again. False: it was in force already. */
export async function fileSupplierVex(
  database: Database,
  workspaceId: string,
  document: SupplierVex,
  statements: readonly FiledStatement[],
): Promise<boolean> {
  return database.inWorkspace(workspaceId, async (work) => {
    const { id, format, fileName, documentId, author, statedAt, dropped, importedBy, importedAt } = document
    const { rows } = await sql`
      insert into supplier_vex (workspace_id, id, format, file_name, document_id, author, stated_at, statements, dropped,
        imported_by, imported_at)
      values (${workspaceId}, ${id}, ${format}, ${fileName}, ${documentId}, ${author}, ${statedAt}, ${statements.length},
        ${jsonForPostgres(dropped)}::jsonb, ${importedBy}, ${importedAt})
      on conflict (workspace_id, id) do update set file_name = excluded.file_name, imported_by = excluded.imported_by,
        imported_at = excluded.imported_at, removed_by = null, removed_at = null
        where supplier_vex.removed_at is not null
      returning id`.execute(work)
    if (rows.length === 0) return false
    for (let at = 0; at < statements.length; at += BATCH)
      await sql`insert into supplier_vex_statement (workspace_id, document_id, position, keys, said)
        select ${workspaceId}::uuid, ${id}, ${at} + n, keys, said from json_to_recordset(${jsonForPostgres(
          statements.slice(at, at + BATCH).map((statement, n) => ({ n, ...statement })),
        )}::json) as given (n int, keys text[], said jsonb)
        on conflict do nothing`.execute(work)
    return true
  })
}

/** Takes a document back; false: none of that id is in force. */
export async function withdrawSupplierVex(
  database: Database,
  workspaceId: string,
  id: string,
  { by, at }: { by: string; at: Instant },
): Promise<boolean> {
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql`update supplier_vex set removed_by = ${by}, removed_at = ${at}
      where id = ${id} and removed_at is null returning id`.execute(work)
    return rows.length > 0
  })
}

/** The documents in force, by id, in order. */
export async function supplierVexInForce(database: Database, workspaceId: string): Promise<string[]> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ id: string }>`select id from supplier_vex where removed_at is null order by id collate "C"`.execute(work),
  )
  return rows.map(({ id }) => id)
}

/** What the documents in force say of products under any of these names, in the order of the documents. */
export async function supplierStatements<Tables>(
  work: Transaction<Tables>,
  documents: readonly string[],
  keys: readonly string[],
): Promise<VexStatement[]> {
  if (documents.length === 0) return []
  const { rows } = await sql<{ said: VexStatement }>`select said from supplier_vex_statement
    where document_id = any (${documents}::text[]) and keys && ${keys}::text[]
    order by document_id, position`.execute(work)
  return rows.map(({ said }) => said)
}

/** True when one of these documents, in force or not, is about a product under one of these names. */
export async function speakOf<Tables>(
  work: Transaction<Tables>,
  documents: readonly string[],
  keys: readonly string[],
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from supplier_vex_statement
    where document_id = any (${documents}::text[]) and keys && ${keys}::text[]) as found`.execute(work)
  return rows[0]?.found ?? false
}
