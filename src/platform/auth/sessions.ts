import { sql } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Database } from '#platform/database'
import type { Role } from './roles.ts'
import { hashToken, newToken } from './tokens.ts'

export interface Session {
  id: string
  accountId: string
  accountName: string
  workspaceId: string
  workspaceName: string
  role: Role
}

const HOUR_MS = 3_600_000
const IDLE_MS = 24 * HOUR_MS
const LIFE_MS = 14 * 24 * HOUR_MS
const ROTATE_MS = 6 * HOUR_MS
const OVERLAP_MS = 60_000
const SEEN_STEP_MS = 60_000

/** Opens a session in the account's first workspace; the token is returned once and kept only as a hash. `undefined`: no membership. */
export async function openSession(database: Database, accountId: string, now: Instant): Promise<string | undefined> {
  const token = newToken()
  const { rows } = await sql`
    insert into session (token_hash, account_id, workspace_id, created_at, rotated_at, seen_at, expires_at)
    select ${hashToken(token)}, m.account_id, m.workspace_id, ${now}, ${now}, ${now}, ${later(now, LIFE_MS)}
    from membership m where m.account_id = ${accountId} order by m.workspace_id limit 1 returning id`.execute(
    database.instance,
  )
  return rows.length > 0 ? token : undefined
}

/** The live session of a token, with a fresh token to hand out where the old one is due for rotation. */
export async function resumeSession(
  database: Database,
  token: string,
  now: Instant,
): Promise<{ session: Session; rotated?: string } | undefined> {
  const hash = hashToken(token)
  const { rows } = await sql<SessionRow>`
    select s.id, s.account_id, a.name as account_name, s.workspace_id, w.name as workspace_name, m.role,
      s.token_hash = ${hash} as current, s.rotated_at, s.seen_at
    from session s join account a on a.id = s.account_id and a.disabled_at is null
      join membership m on m.account_id = s.account_id and m.workspace_id = s.workspace_id
      join workspace w on w.id = s.workspace_id
    where (s.token_hash = ${hash} or (s.previous_hash = ${hash} and s.previous_until > ${now}))
      and s.expires_at > ${now} and s.seen_at > ${later(now, -IDLE_MS)}`.execute(database.instance)
  const row = rows[0]
  if (!row) return undefined
  const rotated =
    row.current && age(row.rotated_at, now) > ROTATE_MS ? await rotate(database, row.id, hash, now) : undefined
  if (age(row.seen_at, now) > SEEN_STEP_MS) {
    await sql`update session set seen_at = ${now} where id = ${row.id}`.execute(database.instance)
  }
  return { session: sessionOf(row), ...(rotated && { rotated }) }
}

/** Ends one session at once. */
export async function closeSession(database: Database, sessionId: string): Promise<void> {
  await sql`delete from session where id = ${sessionId}`.execute(database.instance)
}

/** Ends every session of an account, e.g. after a password change. */
export async function revokeSessions(database: Database, accountId: string): Promise<void> {
  await sql`delete from session where account_id = ${accountId}`.execute(database.instance)
}

interface SessionRow {
  id: string
  account_id: string
  account_name: string
  workspace_id: string
  workspace_name: string
  role: Role
  current: boolean
  rotated_at: Date
  seen_at: Date
}

function sessionOf(row: SessionRow): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    role: row.role,
  }
}

/** Of two requests at the same time one rotates; the other keeps the previous token for a minute. */
async function rotate(database: Database, id: string, hash: string, now: Instant): Promise<string | undefined> {
  const token = newToken()
  const { rows } = await sql`
    update session set token_hash = ${hashToken(token)}, previous_hash = ${hash},
      previous_until = ${later(now, OVERLAP_MS)}, rotated_at = ${now}
    where id = ${id} and token_hash = ${hash} returning id`.execute(database.instance)
  return rows.length > 0 ? token : undefined
}

function later(now: Instant, ms: number): string {
  return new Date(Date.parse(now) + ms).toISOString()
}

function age(then: Date, now: Instant): number {
  return Date.parse(now) - then.getTime()
}
