import { type Kysely, sql, type Transaction } from 'kysely'
import { err, type Instant, ok, type Problem, problem, type Result } from '#core/kernel'
import { attempt, type Database, type NoTables } from '#platform/database'
import { type Account, authenticate, insertAccount, setPassword } from './accounts.ts'
import { hashPassword } from './password.ts'
import type { Role } from './roles.ts'
import { closeSessions } from './sessions.ts'
import { hashToken, newToken } from './tokens.ts'

const DAY_MS = 24 * 3_600_000
const INVITATION_MS = 7 * DAY_MS
const RESET_MS = DAY_MS
const MOST_OPEN = 200

/** A link as it is handed out, once: `<origin>/join#<token>`. */
export interface IssuedLink {
  id: string
  token: string
  expiresAt: Instant
}

/** What the person behind a link is asked. */
export type OpenLink =
  | { kind: 'invitation'; workspaceName: string; role: Role; name: string | null }
  | { kind: 'reset'; name: string }

type Also = (work: Transaction<NoTables>, account: Account, link: { workspaceId: string }) => Promise<void>

/** Invites somebody to a workspace by a link that works once, for a week. Problem: `too-many-invitations`. */
export async function issueInvitation(
  work: Transaction<NoTables>,
  { workspaceId, role, name, by }: { workspaceId: string; role: Role; name?: string | undefined; by: string },
  now: Instant,
): Promise<Result<IssuedLink>> {
  const { rows } = await sql<{ open: number }>`select count(*)::int as open from account_link
    where workspace_id = ${workspaceId} and kind = 'invitation' and used_at is null and expires_at > ${now}`.execute(
    work,
  )
  if ((rows[0]?.open ?? 0) >= MOST_OPEN)
    return err(problem('too-many-invitations', `${MOST_OPEN} invitations are open: take some back first`))
  return ok(
    await insertLink(work, { kind: 'invitation', workspaceId, role, name: name ?? null, by }, INVITATION_MS, now),
  )
}

/** Lets a person choose a new password by a link that works once, for a day; earlier ones stop working. */
export async function issueReset(
  work: Transaction<NoTables>,
  { workspaceId, accountId, by }: { workspaceId: string; accountId: string; by: string },
  now: Instant,
): Promise<IssuedLink> {
  await sql`delete from account_link where kind = 'reset' and account_id = ${accountId} and used_at is null`.execute(
    work,
  )
  return insertLink(work, { kind: 'reset', workspaceId, accountId, by }, RESET_MS, now)
}

/** What a link is for, before it is used; `undefined` when it was used, taken back or has expired. */
export async function readLink(work: Kysely<NoTables>, token: string, now: Instant): Promise<OpenLink | undefined> {
  const { rows } = await sql<{
    kind: OpenLink['kind']
    workspace_name: string
    role: Role
    name: string | null
    whose: string
  }>`select l.kind, w.name as workspace_name, l.role, l.name, a.name as whose
    from account_link l join workspace w on w.id = l.workspace_id left join account a on a.id = l.account_id
    where l.token_hash = ${hashToken(token)} and l.used_at is null and l.expires_at > ${now}`.execute(work)
  const row = rows[0]
  if (!row) return undefined
  if (row.kind === 'reset') return { kind: 'reset', name: row.whose }
  return { kind: 'invitation', workspaceName: row.workspace_name, role: row.role, name: row.name }
}

/** Takes back an invitation that nobody used; `undefined` when there is none. */
export async function revokeInvitation(
  work: Transaction<NoTables>,
  workspaceId: string,
  id: string,
): Promise<{ role: Role } | undefined> {
  const { rows } = await sql<{ role: Role }>`delete from account_link where id = ${id} and workspace_id = ${workspaceId}
    and kind = 'invitation' and used_at is null returning role`.execute(work)
  return rows[0]
}

/**
 * Joins a workspace: with a new account, or with the one of that name whose password is given. `also` runs in the same
 * transaction. Problems: `link-invalid`, `name-taken`, `too-many-attempts`, `already-member`.
 */
export async function redeemInvitation(
  database: Database,
  request: { token: string; name: string; password: string; address: string },
  now: Instant,
  also: Also,
): Promise<Result<{ account: Account; isNew: boolean }>> {
  const open = await readLink(database.instance, request.token, now)
  if (open?.kind !== 'invitation') return err(invalidLink)
  const known = await accountFor(database, request, now)
  if (!known.ok) return known
  const passwordHash = known.value ? '' : await hashPassword(request.password)
  return attempt(database, async (work) => {
    const link = await useLink(work, request.token, 'invitation', now)
    if (!link) return err(invalidLink)
    const account = known.value ? ok(known.value) : await insertAccount(work, { name: request.name, passwordHash }, now)
    if (!account.ok) return account
    const { rows } = await sql`insert into membership (account_id, workspace_id, role, joined_at)
      values (${account.value.id}, ${link.workspaceId}, ${link.role}, ${now}) on conflict do nothing returning 1`.execute(
      work,
    )
    if (rows.length === 0)
      return err(problem('already-member', `${account.value.name} belongs to this workspace already: sign in`))
    await also(work, account.value, link)
    return ok({ account: account.value, isNew: !known.value })
  })
}

/** Sets a new password with a reset link and ends every session of that account. Problem: `link-invalid`. */
export async function redeemReset(
  database: Database,
  request: { token: string; password: string },
  now: Instant,
  also: Also,
): Promise<Result<Account>> {
  const open = await readLink(database.instance, request.token, now)
  if (open?.kind !== 'reset') return err(invalidLink)
  const passwordHash = await hashPassword(request.password)
  return attempt(database, async (work) => {
    const link = await useLink(work, request.token, 'reset', now)
    if (!link?.accountId) return err(invalidLink)
    const account = { id: link.accountId, name: open.name }
    await setPassword(work, account.id, passwordHash)
    await closeSessions(work, account.id)
    await also(work, account, link)
    return ok(account)
  })
}

/** An account of the name that the password opens; none of that name is none at all. */
async function accountFor(
  database: Database,
  attempted: { name: string; password: string; address: string },
  now: Instant,
): Promise<Result<Account | undefined>> {
  const { rows } = await sql`select 1 from account where lower(name) = lower(${attempted.name})`.execute(
    database.instance,
  )
  if (rows.length === 0) return ok(undefined)
  const known = await authenticate(database, attempted, now)
  return known.ok || known.error.code !== 'wrong-credentials' ? known : err(nameTaken(attempted.name))
}

function nameTaken(name: string): Problem {
  return problem(
    'name-taken',
    `an account named "${name}" exists: choose another name, or give that account's password`,
  )
}

interface NewLink {
  kind: OpenLink['kind']
  workspaceId: string
  by: string
  role?: Role
  name?: string | null
  accountId?: string
}

async function insertLink(work: Transaction<NoTables>, link: NewLink, life: number, now: Instant): Promise<IssuedLink> {
  await sql`delete from account_link where expires_at <= ${now}`.execute(work)
  const token = newToken()
  const expiresAt = new Date(Date.parse(now) + life).toISOString() as Instant
  const { rows } = await sql<{ id: string }>`
    insert into account_link (token_hash, kind, workspace_id, account_id, role, name, made_by, created_at, expires_at)
    values (${hashToken(token)}, ${link.kind}, ${link.workspaceId}, ${link.accountId ?? null}, ${link.role ?? null},
      ${link.name ?? null}, ${link.by}, ${now}, ${expiresAt}) returning id`.execute(work)
  return { id: rows[0]!.id, token, expiresAt }
}

async function useLink(work: Transaction<NoTables>, token: string, kind: OpenLink['kind'], now: Instant) {
  const { rows } = await sql<{ workspace_id: string; role: Role; account_id: string | null }>`
    update account_link set used_at = ${now}
    where token_hash = ${hashToken(token)} and kind = ${kind} and used_at is null and expires_at > ${now}
    returning workspace_id, role, account_id`.execute(work)
  const row = rows[0]
  return row && { workspaceId: row.workspace_id, role: row.role, accountId: row.account_id }
}

const invalidLink = problem(
  'link-invalid',
  'this link was used, taken back or has expired: ask who sent it for a new one',
)
