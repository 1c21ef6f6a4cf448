import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Page } from '#contract'
import type { ImportPreview, PreviewChange, PreviewChangeQuery } from '#contract/import-previews'
import type { Instant } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'

const columns = sql`id, file_name as "fileName", exposure, made_by as "madeBy", instant_text(made_at) as "madeAt",
  instant_text(expires_at) as "expiresAt", state, problem, result,
  state = 'ready' and (exists (select from knowledge_state where published_at > made_at) or exists (
    select from import i where i.workspace_id = import_preview.workspace_id and i.asset_id = result ->> 'assetId'
      and i.imported_at > made_at)) as outdated`

/** Files that wait to be committed, newest first; there are few. */
export async function listPreviews(
  database: Database,
  workspaceId: string,
  now: Instant,
): Promise<Page<ImportPreview>> {
  const rows = await database.inWorkspace(workspaceId, (work) =>
    read(work, sql`expires_at > ${now} and state in ('reading', 'ready')`),
  )
  return { rows, total: rows.length, next: null }
}

/** One preview with its numbers; `undefined`: there is none, or its time is over. */
export async function readPreview(
  database: Database,
  workspaceId: string,
  id: string,
  now: Instant,
): Promise<ImportPreview | undefined> {
  const [row] = await database.inWorkspace(workspaceId, (work) => read(work, sql`expires_at > ${now} and id = ${id}`))
  return row
}

async function read(work: Transaction<NoTables>, which: RawBuilder<unknown>): Promise<ImportPreview[]> {
  const { rows } = await sql<ImportPreview>`select ${columns} from import_preview where ${which}
    order by made_at desc, id limit 100`.execute(work)
  return rows
}

/** The findings behind one number, most urgent first. The total is exact; of very many only the first are kept. */
export async function listPreviewChanges(
  database: Database,
  workspaceId: string,
  id: string,
  { kind, cursor: text, limit }: PreviewChangeQuery,
): Promise<Page<PreviewChange>> {
  const after = readCursor(text)?.key ?? '0'
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<{ n: number; change: PreviewChange }>`select n, change from import_preview_change
      where preview_id = ${id} and kind = ${kind} and n > ${after}::bigint order by n limit ${limit + 1}`.execute(work)
    const counted = await sql<{ total: number }>`select (result->'counts'->>${kind})::int as total from import_preview
      where id = ${id}`.execute(work)
    const page = cutPage(rows, limit, ({ n }) => ({ key: String(n), id: kind }))
    const changes = page.rows.map(({ change }) => ({ ...change, returned: change.returned ?? null }))
    return { rows: changes, total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}
