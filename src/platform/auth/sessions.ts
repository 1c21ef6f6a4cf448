import { type Kysely, sql } from 'kysely'
import { type Instant, joined } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'
import type { Role, TokenScope } from './roles.ts'
import { hashToken, newToken } from './tokens.ts'

export interface Session {
  id: string
  accountId: string
  accountName: string
  workspaceId: string
  workspaceName: string
  role: Role
  /** Runs the instance itself, besides the role in this workspace. */
  runsInstance: boolean
  /** What the API token that speaks for the person may be used for; `null`: the person signed in. */
  scopes: readonly TokenScope[] | null
}

/** Where a session was opened from: shown to its owner, never trusted. */
export interface SessionOrigin {
  address: string
  /** The browser's own words (User-Agent). */
  device: string
}

const HOUR_MS = 3_600_000
const IDLE_MS = 24 * HOUR_MS
const LIFE_MS = 14 * 24 * HOUR_MS
const ROTATE_MS = 6 * HOUR_MS
const OVERLAP_MS = 60_000
const SEEN_STEP_MS = 60_000
const DEVICE_CHARS = 300
/** Nobody has more; older ones are ended all the same by "all others". */
const LISTED = 500

/**
 * Opens a session in the workspace the account worked in last, else its first; the token is returned once and kept only
 * as a hash. `undefined`: no membership.
 */
export async function openSession(
  { instance }: Pick<Database, 'instance'>,
  accountId: string,
  now: Instant,
  { address, device }: SessionOrigin = { address: '', device: '' },
): Promise<string | undefined> {
  const token = newToken()
  await sql`delete from session where account_id = ${accountId} and (expires_at <= ${now} or seen_at <= ${later(now, -IDLE_MS)})`.execute(
    instance,
  )
  const { rows } = await sql`
    insert into session (token_hash, account_id, workspace_id, created_at, rotated_at, seen_at, expires_at, address, device)
    select ${hashToken(token)}, m.account_id, m.workspace_id, ${now}, ${now}, ${now}, ${later(now, LIFE_MS)},
      ${address}, ${device.slice(0, DEVICE_CHARS)}
    from membership m join account a on a.id = m.account_id
    where m.account_id = ${accountId} and m.disabled_at is null
    order by m.workspace_id = a.home_workspace_id desc nulls last, m.workspace_id limit 1 returning id`.execute(
    instance,
  )
  return rows.length > 0 ? token : undefined
}

/** A live session, with a fresh token to hand out where the old one is due for rotation. */
export interface ResumedSession {
  session: Session
  rotated?: string
}

/** Finds live sessions by their tokens; people who come at the same moment are looked up together. */
export function sessionResumer(
  database: Database,
): (token: string, now: Instant) => Promise<ResumedSession | undefined> {
  const read = joined((hashes: readonly string[]) => readSessions(database, hashes))
  return async (token, now) => {
    const hash = hashToken(token)
    const row = (await read(hash)).find((one) => isLive(one, hash, now))
    if (!row) return undefined
    const isDue = row.token_hash === hash && age(row.rotated_at, now) > ROTATE_MS
    const rotated = isDue ? await rotate(database, row.id, hash, now) : undefined
    if (age(row.seen_at, now) > SEEN_STEP_MS)
      await sql`update session set seen_at = ${now} where id = ${row.id}`.execute(database.instance)
    return { session: sessionOf(row), ...(rotated && { rotated }) }
  }
}

/** Of each hash the sessions that have or had it. */
async function readSessions(database: Database, hashes: readonly string[]): Promise<SessionRow[][]> {
  const { rows } = await database.withClient((client) =>
    client.query<SessionRow>({ ...sessionsByHash, values: [hashes] }),
  )
  return hashes.map((hash) => rows.filter((row) => row.token_hash === hash || row.previous_hash === hash))
}

/** Named, so that each connection plans it once: every request begins with it. */
const sessionsByHash = {
  name: 'sessions-by-hash',
  text: `select s.id, s.account_id, a.name as account_name, a.runs_instance, s.workspace_id, w.name as workspace_name, m.role,
      s.token_hash, s.previous_hash, s.previous_until, s.rotated_at, s.seen_at, s.expires_at
    from session s join account a on a.id = s.account_id and a.disabled_at is null
      join membership m on m.account_id = s.account_id and m.workspace_id = s.workspace_id and m.disabled_at is null
      join workspace w on w.id = s.workspace_id
    where s.token_hash = any ($1::text[]) or s.previous_hash = any ($1::text[])`,
}

function isLive(row: SessionRow, hash: string, now: Instant): boolean {
  const time = Date.parse(now)
  const isCurrent = row.token_hash === hash || (row.previous_until !== null && row.previous_until.getTime() > time)
  return isCurrent && row.expires_at.getTime() > time && age(row.seen_at, now) < IDLE_MS
}

/** Ends one session at once; `false` when the account has no such session. */
export async function closeSession(
  work: Kysely<NoTables>,
  session: { id: string; accountId: string },
): Promise<boolean> {
  const { rows } = await sql`
    delete from session where id = ${session.id} and account_id = ${session.accountId} returning 1`.execute(work)
  return rows.length > 0
}

/** Ends every session of an account, except one where given. Returns how many. */
export async function closeSessions(work: Kysely<NoTables>, accountId: string, except?: string): Promise<number> {
  const { rows } = await sql`
    delete from session where account_id = ${accountId} and id is distinct from ${except ?? null}::uuid returning 1`.execute(
    work,
  )
  return rows.length
}

/** Gives a session a new token at once; the old one stops working without the usual overlap. */
export async function renewToken(work: Kysely<NoTables>, sessionId: string, now: Instant): Promise<string> {
  const token = newToken()
  await sql`update session set token_hash = ${hashToken(token)}, previous_hash = null, previous_until = null,
    rotated_at = ${now} where id = ${sessionId}`.execute(work)
  return token
}

/** Makes the next request of each of an account's sessions in a workspace fetch a new token: what it may do has changed. */
export async function rotateSoon(work: Kysely<NoTables>, accountId: string, workspaceId: string): Promise<void> {
  await sql`update session set rotated_at = 'epoch' where account_id = ${accountId} and workspace_id = ${workspaceId}`.execute(
    work,
  )
}

/** A live session as its owner sees it. */
export interface OpenSession extends SessionOrigin {
  id: string
  createdAt: Instant
  seenAt: Instant
  expiresAt: Instant
}

/** An account's live sessions, last used first. */
export async function listSessions(database: Database, accountId: string, now: Instant): Promise<OpenSession[]> {
  const { rows } = await sql<OpenSessionRow>`
    select id, address, device, created_at, seen_at, expires_at from session
    where account_id = ${accountId} and expires_at > ${now} and seen_at > ${later(now, -IDLE_MS)}
    order by seen_at desc, id limit ${LISTED}`.execute(database.instance)
  return rows.map(({ id, address, device, created_at, seen_at, expires_at }) => ({
    id,
    address,
    device,
    createdAt: instantOf(created_at),
    seenAt: instantOf(seen_at),
    expiresAt: instantOf(expires_at),
  }))
}

interface OpenSessionRow extends SessionOrigin {
  id: string
  created_at: Date
  seen_at: Date
  expires_at: Date
}

function instantOf(date: Date): Instant {
  return date.toISOString() as Instant
}

interface SessionRow {
  id: string
  account_id: string
  account_name: string
  workspace_id: string
  workspace_name: string
  role: Role
  runs_instance: boolean
  token_hash: string
  previous_hash: string | null
  previous_until: Date | null
  rotated_at: Date
  seen_at: Date
  expires_at: Date
}

function sessionOf(row: SessionRow): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    role: row.role,
    runsInstance: row.runs_instance,
    scopes: null,
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
