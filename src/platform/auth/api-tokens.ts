import { type Kysely, sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'
import type { Role, TokenScope } from './roles.ts'
import type { Session } from './sessions.ts'
import { hashToken, newToken } from './tokens.ts'

/** A token as its owner sees it after it was made: never the token itself. */
export interface ApiToken {
  id: string
  name: string
  hint: string
  scopes: TokenScope[]
  createdAt: Instant
  expiresAt: Instant
  lastUsedAt: Instant | null
}

/** Known by its beginning wherever a secret should not be: in logs, in repositories. */
const PREFIX = 'lunette_'
const HINT_CHARS = PREFIX.length + 4
const MOST_TOKENS = 50
const SEEN_STEP_MS = 60_000

/** Makes a token; it is returned once and kept only as a hash. Problem: `too-many-tokens`. */
export async function issueApiToken(
  work: Transaction<NoTables>,
  owner: { accountId: string; workspaceId: string },
  wanted: { name: string; scopes: readonly TokenScope[]; expiresAt: Instant },
  now: Instant,
): Promise<Result<{ id: string; token: string }>> {
  await sql`delete from api_token where account_id = ${owner.accountId} and expires_at <= ${now}`.execute(work)
  const held = await listApiTokens(work, owner, now)
  if (held.length >= MOST_TOKENS)
    return err(
      problem('too-many-tokens', `you have ${MOST_TOKENS} tokens here: revoke some that are not used any more`),
    )
  const token = `${PREFIX}${newToken()}`
  const { rows } = await sql<{ id: string }>`
    insert into api_token (token_hash, hint, account_id, workspace_id, name, scopes, created_at, expires_at)
    values (${hashToken(token)}, ${token.slice(0, HINT_CHARS)}, ${owner.accountId}, ${owner.workspaceId}, ${wanted.name},
      ${[...new Set(wanted.scopes)]}, ${now}, ${wanted.expiresAt}) returning id`.execute(work)
  return ok({ id: rows[0]!.id, token })
}

/** A person's tokens for one workspace that have not expired, newest first. */
export async function listApiTokens(
  work: Kysely<NoTables>,
  owner: { accountId: string; workspaceId: string },
  now: Instant,
): Promise<ApiToken[]> {
  const { rows } = await sql<TokenRow>`
    select id, name, hint, scopes, created_at, expires_at, last_used_at from api_token
    where account_id = ${owner.accountId} and workspace_id = ${owner.workspaceId} and expires_at > ${now}
    order by created_at desc, id limit ${MOST_TOKENS}`.execute(work)
  return rows.map(({ created_at, expires_at, last_used_at, ...row }) => ({
    ...row,
    createdAt: created_at.toISOString() as Instant,
    expiresAt: expires_at.toISOString() as Instant,
    lastUsedAt: (last_used_at?.toISOString() ?? null) as Instant | null,
  }))
}

/** Ends a token at once; its name, or `undefined` when the person has no such token here. */
export async function revokeApiToken(
  work: Transaction<NoTables>,
  owner: { accountId: string; workspaceId: string },
  id: string,
): Promise<{ name: string } | undefined> {
  const { rows } = await sql<{ name: string }>`delete from api_token
    where id = ${id} and account_id = ${owner.accountId} and workspace_id = ${owner.workspaceId} returning name`.execute(
    work,
  )
  return rows[0]
}

/** Ends a token at once, whoever's it is. */
export async function revokeToken(work: Transaction<NoTables>, id: string): Promise<void> {
  await sql`delete from api_token where id::text = ${id}`.execute(work)
}

/** Whom a token speaks for, with that person's role of this moment; `undefined` when it is unknown, expired or its owner is out. */
export async function resumeApiToken(database: Database, token: string, now: Instant): Promise<Session | undefined> {
  if (!token.startsWith(PREFIX)) return undefined
  const { rows } = await sql<SpokenRow>`
    select t.id, t.account_id, a.name as account_name, a.runs_instance, t.workspace_id, w.name as workspace_name, m.role,
      t.scopes, t.last_used_at
    from api_token t join account a on a.id = t.account_id and a.disabled_at is null
      join membership m on m.account_id = t.account_id and m.workspace_id = t.workspace_id and m.disabled_at is null
      join workspace w on w.id = t.workspace_id
    where t.token_hash = ${hashToken(token)} and t.expires_at > ${now}`.execute(database.instance)
  const row = rows[0]
  if (!row) return undefined
  if (!row.last_used_at || Date.parse(now) - row.last_used_at.getTime() > SEEN_STEP_MS)
    await sql`update api_token set last_used_at = ${now} where id = ${row.id}`.execute(database.instance)
  return {
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    role: row.role,
    runsInstance: row.runs_instance,
    scopes: row.scopes,
  }
}

interface TokenRow {
  id: string
  name: string
  hint: string
  scopes: TokenScope[]
  created_at: Date
  expires_at: Date
  last_used_at: Date | null
}

interface SpokenRow {
  id: string
  account_id: string
  account_name: string
  runs_instance: boolean
  workspace_id: string
  workspace_name: string
  role: Role
  scopes: TokenScope[]
  last_used_at: Date | null
}
