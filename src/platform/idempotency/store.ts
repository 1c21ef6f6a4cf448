import { sql } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { Database } from '#platform/database'
import type { SecretBox } from '#platform/secrets'

/** Whose request it is; `fingerprint` tells whether it is the same one. */
export interface RequestId {
  workspaceId: string
  accountId: string
  key: string
  fingerprint: string
}

export interface KeptAnswer {
  status: number
  body: string
  contentType: string
}

const KEPT_MS = 24 * 3_600_000

/**
 * Takes a request on: `undefined` where it is the first with its key, else the answer that was given. Problems:
 * `idempotency-key-reused` (another request had this key), `request-under-way` (the first has not been answered, or died).
 */
export async function takeRequest(
  database: Database,
  secrets: SecretBox,
  id: RequestId,
  now: Instant,
): Promise<Result<KeptAnswer | undefined>> {
  const oldest = new Date(Date.parse(now) - KEPT_MS).toISOString()
  const row = await database.inWorkspace(id.workspaceId, async (work) => {
    await sql`delete from idempotent_request where created_at < ${oldest}`.execute(work)
    const taken = await sql`insert into idempotent_request (workspace_id, account_id, key, fingerprint, created_at)
      values (${id.workspaceId}, ${id.accountId}, ${id.key}, ${id.fingerprint}, ${now}) on conflict do nothing returning 1`.execute(
      work,
    )
    if (taken.rows.length > 0) return undefined
    const { rows } = await sql<KeptRow>`select fingerprint, status, sealed_answer, content_type from idempotent_request
      where account_id = ${id.accountId} and key = ${id.key}`.execute(work)
    return rows[0]
  })
  if (!row) return ok(undefined)
  if (row.fingerprint !== id.fingerprint) return err(reused)
  if (row.status === null || row.sealed_answer === null) return err(underWay)
  const body = secrets.open(row.sealed_answer, purposeOf(id))
  return body.ok ? ok({ status: row.status, body: body.value, contentType: row.content_type ?? '' }) : body
}

/** Keeps the answer for whoever sends the request again. */
export async function keepAnswer(
  database: Database,
  secrets: SecretBox,
  id: RequestId,
  { status, body, contentType }: KeptAnswer,
): Promise<void> {
  const sealed = secrets.seal(body, purposeOf(id))
  await database.inWorkspace(id.workspaceId, (work) =>
    sql`update idempotent_request set status = ${status}, sealed_answer = ${sealed}, content_type = ${contentType}
      where account_id = ${id.accountId} and key = ${id.key}`.execute(work),
  )
}

/** Forgets a request that failed by our fault: it may be tried again under the same key. */
export async function releaseRequest(database: Database, id: RequestId): Promise<void> {
  await database.inWorkspace(id.workspaceId, (work) =>
    sql`delete from idempotent_request where account_id = ${id.accountId} and key = ${id.key}`.execute(work),
  )
}

interface KeptRow {
  fingerprint: string
  status: number | null
  sealed_answer: string | null
  content_type: string | null
}

function purposeOf({ workspaceId, accountId, key }: RequestId): string {
  return `answer ${workspaceId} ${accountId} ${key}`
}

const reused = problem(
  'idempotency-key-reused',
  'another request had this Idempotency-Key: each request needs a key of its own',
)
const underWay = problem(
  'request-under-way',
  'the first request with this Idempotency-Key has not been answered: wait, or look whether it took effect and use a new key',
)
