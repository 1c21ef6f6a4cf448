import { type Kysely, sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { NoTables } from '#platform/database'
import { type Account, insertAccount } from '../accounts.ts'
import { mayActAs, type Role } from '../roles.ts'
import { rotateSoon } from '../sessions.ts'
import type { Claims } from './client.ts'

/** One membership that a sign-in changed; `null` where there was or is none. */
export interface GroupChange {
  workspaceId: string
  before: Role | null
  after: Role | null
}

export interface Entered {
  account: Account
  /** Made at this sign-in. */
  isNew: boolean
  changes: GroupChange[]
}

const MOST_NAMESAKES = 100

/**
 * The account of an identity, made at the first sign-in where a group of theirs may enter, with the memberships its
 * groups give now. Problems: `no-group`, `account-disabled`.
 */
export async function enterWithIdentity(
  work: Transaction<NoTables>,
  issuer: string,
  claims: Claims,
  now: Instant,
): Promise<Result<Entered>> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`identity ${issuer} ${claims.subject}`}, 0))`.execute(work)
  const known = await accountOf(work, issuer, claims.subject)
  if (known?.disabled) return err(problem('account-disabled', 'this account is disabled: ask an administrator'))
  if (known)
    return ok({ account: known, isNew: false, changes: await followGroups(work, known.id, claims.groups, now) })
  if ((await rolesOf(work, claims.groups)).size === 0)
    return err(problem('no-group', 'none of your groups may enter Lunette: ask who runs it'))
  const account = await makeAccount(work, claims.name, now)
  if (!account.ok) return account
  await link(work, issuer, claims.subject, account.value.id, now)
  const changes = await followGroups(work, account.value.id, claims.groups, now)
  return ok({ account: account.value, isNew: true, changes })
}

/** Links an identity to an account whose owner is signed in. Problem: `identity-taken`. */
export async function linkIdentity(
  work: Transaction<NoTables>,
  issuer: string,
  { subject }: Claims,
  accountId: string,
  now: Instant,
): Promise<Result<void>> {
  return (await link(work, issuer, subject, accountId, now))
    ? ok(undefined)
    : err(problem('identity-taken', 'this identity or this account is linked already'))
}

/** Whether an account is linked to an identity of this issuer. */
export async function isLinked(work: Kysely<NoTables>, issuer: string, accountId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from account_identity where issuer = ${issuer} and account_id = ${accountId}`.execute(work)
  return rows.length > 0
}

/** Takes the link off. Problems: `not-found`, `no-password` (there would be no way in any more). */
export async function unlinkIdentity(
  work: Transaction<NoTables>,
  issuer: string,
  accountId: string,
): Promise<Result<void>> {
  const { rows } = await sql<{
    has: boolean
  }>`select password_hash <> '' as has from account where id = ${accountId}`.execute(work)
  if (!rows[0]?.has)
    return err(problem('no-password', 'this account has no password: without the link nobody could sign in to it'))
  const gone =
    await sql`delete from account_identity where issuer = ${issuer} and account_id = ${accountId} returning 1`.execute(
      work,
    )
  return gone.rows.length > 0 ? ok(undefined) : err(problem('not-found', 'this account is not linked'))
}

async function accountOf(work: Transaction<NoTables>, issuer: string, subject: string) {
  const { rows } = await sql<Account & { disabled: boolean }>`select a.id, a.name, a.disabled_at is not null as disabled
    from account_identity i join account a on a.id = i.account_id
    where i.issuer = ${issuer} and i.subject = ${subject}`.execute(work)
  return rows[0]
}

async function link(
  work: Transaction<NoTables>,
  issuer: string,
  subject: string,
  accountId: string,
  now: Instant,
): Promise<boolean> {
  const { rows } = await sql`insert into account_identity (issuer, subject, account_id, linked_at)
    values (${issuer}, ${subject}, ${accountId}, ${now}) on conflict do nothing returning 1`.execute(work)
  return rows.length > 0
}

/** A name that is taken belongs to somebody else: it is never joined to, the newcomer gets a number. */
async function makeAccount(work: Transaction<NoTables>, wanted: string, now: Instant): Promise<Result<Account>> {
  for (let number = 1; number <= MOST_NAMESAKES; number++) {
    const name = number === 1 ? wanted : `${wanted} (${number})`
    const made = await insertAccount(work, { name, passwordHash: '' }, now)
    if (made.ok) return made
  }
  return err(problem('name-taken', 'too many accounts have this name'))
}

async function rolesOf(work: Transaction<NoTables>, groups: readonly string[]): Promise<Map<string, Role>> {
  const { rows } = await sql<{ workspace_id: string; role: Role }>`
    select workspace_id, role from identity_group where group_name = any (${groups}::text[])`.execute(work)
  const best = new Map<string, Role>()
  for (const { workspace_id, role } of rows) {
    const held = best.get(workspace_id)
    if (!held || mayActAs(role, held)) best.set(workspace_id, role)
  }
  return best
}

/** Makes the memberships that come from groups what the groups say now. Those that people gave are not touched. */
async function followGroups(
  work: Transaction<NoTables>,
  accountId: string,
  groups: readonly string[],
  now: Instant,
): Promise<GroupChange[]> {
  const wanted = await rolesOf(work, groups)
  const { rows: held } = await sql<{ workspace_id: string; role: Role; from_provider: boolean }>`
    select workspace_id, role, from_provider from membership where account_id = ${accountId} for update`.execute(work)
  const changes: GroupChange[] = []
  for (const { workspace_id: workspaceId, role: before, from_provider } of held) {
    const after = wanted.get(workspaceId) ?? null
    wanted.delete(workspaceId)
    if (!from_provider || after === before) continue
    changes.push({ workspaceId, before, after })
    if (after === null) await leave(work, accountId, workspaceId)
    else {
      await sql`update membership set role = ${after} where account_id = ${accountId} and workspace_id = ${workspaceId}`.execute(
        work,
      )
      await rotateSoon(work, accountId, workspaceId)
    }
  }
  for (const [workspaceId, after] of wanted) {
    await sql`insert into membership (account_id, workspace_id, role, joined_at, from_provider)
      values (${accountId}, ${workspaceId}, ${after}, ${now}, true)`.execute(work)
    changes.push({ workspaceId, before: null, after })
  }
  return changes
}

async function leave(work: Transaction<NoTables>, accountId: string, workspaceId: string): Promise<void> {
  await sql`delete from session where account_id = ${accountId} and workspace_id = ${workspaceId}`.execute(work)
  await sql`delete from membership where account_id = ${accountId} and workspace_id = ${workspaceId}`.execute(work)
}
