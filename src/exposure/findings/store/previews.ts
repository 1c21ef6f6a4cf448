import { sql, type Transaction } from 'kysely'
import { err, type Instant, ok, type Problem, problem, type Result } from '#core/kernel'
import type { Exposure, Urgency } from '#core/vocabulary'
import { type Database, jsonForPostgres, type NoTables } from '#platform/database'
import type { PreviewedChange, PreviewKind } from '../preview.ts'
import type { ReturnReason, UnjudgedBy } from './touched.ts'

type Work = Transaction<NoTables>

/** A file that waits for somebody to commit what it would do. */
export interface StoredPreview {
  id: string
  fileName: string
  path: string
  exposure: Exposure
  assetName: string | null
  madeBy: string
  state: 'reading' | 'ready' | 'failed' | 'committed'
}

/** What an import would do, in numbers, and what its file says. */
export interface PreviewResult {
  assetId: string
  assetName: string
  isNewAsset: boolean
  format: string
  components: number
  /** Entries of the file, where one names a component again; left out for a report on several assets. */
  listed?: number
  /** Components that come, go, and change their version. */
  added: number
  removed: number
  changedVersion: number
  /** The same file was recorded before. */
  isRecorded: boolean
  /** False when the same witness has stated something later: the inventory stays as it is. */
  isLatest: boolean
  /** The file that counts in its place, where it is not the latest. */
  setAsideFor?: { fileName: string; statedAt: string; isSameTime: boolean }
  /** Assets that are called as a new one would be. */
  namesakes: { id: string; kind: string; name: string }[]
  /** Files that go on counting on the asset beside this one. */
  beside: { fileName: string; because: 'subject' | 'tool'; other: string }[]
  counts: Record<PreviewKind, number>
  byUrgency: Record<PreviewKind, Record<Urgency, number>>
  /** Open findings of its assets that would stay as they are. */
  unchanged: number
  /** Components that cannot be called clean. */
  unjudged: number
  /** Why, how many for each reason. */
  unjudgedBy: UnjudgedBy
  dropped: { code: string; example: string; count: number }[]
}

/** So many rows are kept of each kind; the counts are exact. */
const MOST_ROWS = 5_000
/** So many files of a workspace may wait at once: each takes room on the disk. */
const MOST_WAITING = 20

/** Notes that a file waits. Problem `too-many-previews`. */
export async function startPreview(
  work: Work,
  workspaceId: string,
  preview: Omit<StoredPreview, 'state'> & { madeAt: Instant; expiresAt: Instant },
): Promise<Result<void>> {
  const { id, fileName, path, exposure, assetName, madeBy, madeAt, expiresAt } = preview
  const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from import_preview
    where state in ('reading', 'ready')`.execute(work)
  if ((rows[0]?.waiting ?? 0) >= MOST_WAITING)
    return err(problem('too-many-previews', `${MOST_WAITING} files wait already: commit or discard some of them first`))
  await sql`insert into import_preview (workspace_id, id, file_name, path, exposure, asset_name, made_by, made_at, expires_at)
    values (${workspaceId}, ${id}, ${fileName}, ${path}, ${exposure}, ${assetName}, ${madeBy}, ${madeAt}, ${expiresAt})`.execute(
    work,
  )
  return ok(undefined)
}

/** Notes that a preview is being made anew; its numbers stay until those of now are there. Problem `not-ready`. */
export async function renewPreview(
  work: Work,
  id: string,
  { madeAt, expiresAt }: { madeAt: Instant; expiresAt: Instant },
): Promise<Result<void>> {
  const { numAffectedRows } = await sql`update import_preview set state = 'reading', made_at = ${madeAt},
    expires_at = ${expiresAt} where id = ${id} and state = 'ready'`.execute(work)
  return numAffectedRows === 1n ? ok(undefined) : err(problem('not-ready', 'it is being worked out already'))
}

/** Keeps what an import would do; a preview that was made again replaces the one before. */
export async function keepPreview(
  database: Database,
  workspaceId: string,
  id: string,
  result: PreviewResult,
  changes: readonly (PreviewedChange & { returned?: ReturnReason | undefined })[],
): Promise<void> {
  const rows = [...Map.groupBy(changes, ({ kind }) => kind)].flatMap(([kind, group]) =>
    group.slice(0, MOST_ROWS).map((change, n) => ({ kind, n: n + 1, change })),
  )
  await database.inWorkspace(workspaceId, async (work) => {
    await sql`delete from import_preview_change where preview_id = ${id}`.execute(work)
    await sql`insert into import_preview_change (workspace_id, preview_id, n, kind, change)
      select ${workspaceId}, ${id}, r.n, r.kind, r.change
      from jsonb_to_recordset(${jsonForPostgres(rows)}::jsonb) as r (n int, kind text, change jsonb)
      where exists (select from import_preview where id = ${id})`.execute(work)
    await sql`update import_preview set state = 'ready', problem = null, result = ${jsonForPostgres(result)}
      where id = ${id} and state = 'reading'`.execute(work)
  })
}

/** Notes why a file cannot be imported. */
export async function failPreview(
  database: Database,
  workspaceId: string,
  id: string,
  { code, message }: Problem,
): Promise<void> {
  await database.inWorkspace(workspaceId, (work) =>
    sql`update import_preview set state = 'failed', problem = ${jsonForPostgres({ code, message })}
      where id = ${id} and state <> 'failed'`.execute(work),
  )
}

/** A preview of the workspace; one whose time is over is none. */
export async function findPreview(
  database: Database,
  workspaceId: string,
  id: string,
  now: Instant,
): Promise<StoredPreview | undefined> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<StoredPreview>`select id, file_name as "fileName", path, exposure, asset_name as "assetName",
      made_by as "madeBy", state from import_preview where id = ${id} and expires_at > ${now}`.execute(work),
  )
  return rows[0]
}

/** Notes that what was previewed is being imported. Problem `already-committed`. */
export async function commitPreview(work: Work, id: string): Promise<Result<void>> {
  const { numAffectedRows } =
    await sql`update import_preview set state = 'committed' where id = ${id} and state = 'ready'`.execute(work)
  return numAffectedRows === 1n ? ok(undefined) : err(problem('already-committed', 'it was committed already'))
}

/** Previews of a workspace whose time is over, a hundred at a time. */
export async function expiredPreviews(
  database: Database,
  workspaceId: string,
  now: Instant,
): Promise<Pick<StoredPreview, 'id' | 'path' | 'state'>[]> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<Pick<StoredPreview, 'id' | 'path' | 'state'>>`select id, path, state from import_preview
      where expires_at <= ${now} order by expires_at limit 100`.execute(work),
  )
  return rows
}

/** Forgets previews; `false`: there was none. Their files are the caller's to remove. */
export async function endPreviews(work: Work, ids: readonly string[]): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from import_preview where id = any (${ids}::uuid[])`.execute(work)
  return (numAffectedRows ?? 0n) > 0n
}
