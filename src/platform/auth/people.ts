import { type Kysely, sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { NoTables } from '#platform/database'
import { mayActAs, type Role } from './roles.ts'
import { rotateSoon } from './sessions.ts'

/** Who changes what others may do. */
export interface Governor {
  accountId: string
  workspaceId: string
  role: Role
  runsInstance: boolean
}

/** What one person may do in one workspace. */
export interface Membership {
  accountId: string
  name: string
  role: Role
  disabled: boolean
  runsInstance: boolean
  /** The role comes from the identity provider's groups, and goes with them. */
  fromProvider: boolean
}

export interface MembershipChange {
  role?: Role | undefined
  /** Suspended: no sign-in to this workspace, no token works, until it is lifted. */
  disabled?: boolean | undefined
  /** Only by someone who runs the instance. */
  runsInstance?: boolean | undefined
}

/** Why a change of what people may do is refused; `undefined` when it may be made. Nobody reaches above their own role. */
function refusalOf(
  by: Pick<Governor, 'role' | 'runsInstance'>,
  of: Membership,
  { role, runsInstance }: MembershipChange,
) {
  if (runsInstance !== undefined && !by.runsInstance)
    return problem('not-allowed', 'only who runs the instance may hand that on')
  if (!mayActAs(by.role, of.role)) return problem('not-allowed', `${of.name} has a higher role than you`)
  if (role !== undefined && role !== of.role && of.fromProvider) return roleFromProvider
  if (role !== undefined && !mayActAs(by.role, role))
    return problem('not-allowed', 'you cannot give a higher role than your own')
  return undefined
}

/** Changes a membership. Problems: `not-found`, `not-allowed`, `last-administrator`. Returns how it was and how it is. */
export async function changeMembership(
  work: Transaction<NoTables>,
  by: Governor,
  accountId: string,
  change: MembershipChange,
  now: Instant,
): Promise<Result<{ before: Membership; after: Membership }>> {
  const before = await lockMembership(work, by.workspaceId, accountId)
  if (!before) return err(noSuchPerson)
  const refused = refusalOf(by, before, change)
  if (refused) return err(refused)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after: Membership = { ...before, ...given }
  await sql`update membership set role = ${after.role},
      disabled_at = case when ${after.disabled} then coalesce(disabled_at, ${now}::timestamptz) end
    where account_id = ${accountId} and workspace_id = ${by.workspaceId}`.execute(work)
  await sql`update account set runs_instance = ${after.runsInstance} where id = ${accountId}`.execute(work)
  if (after.disabled) await endSessionsIn(work, accountId, by.workspaceId)
  else await rotateSoon(work, accountId, by.workspaceId)
  return (await someoneIsLeft(work, by.workspaceId)) ? ok({ before, after }) : err(lastAdministrator)
}

/** Takes a person out of a workspace; the account stays, for its other workspaces and for the names in the history. */
export async function removeMember(
  work: Transaction<NoTables>,
  by: Governor,
  accountId: string,
): Promise<Result<Membership>> {
  const before = await lockMembership(work, by.workspaceId, accountId)
  if (!before) return err(noSuchPerson)
  if (before.fromProvider) return err(wouldReturn)
  const refused = refusalOf(by, before, {})
  if (refused) return err(refused)
  await endSessionsIn(work, accountId, by.workspaceId)
  await sql`delete from membership where account_id = ${accountId} and workspace_id = ${by.workspaceId}`.execute(work)
  return (await someoneIsLeft(work, by.workspaceId)) ? ok(before) : err(lastAdministrator)
}

/**
 * Whether someone may take a person's account into other hands (a link for a new password, no second factor): in every
 * workspace of that person they must have at least that role, and at least owner.
 */
export async function mayTakeOver(work: Kysely<NoTables>, by: Governor, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ role: Role; runs_instance: boolean; mine: Role | null }>`
    select m.role, a.runs_instance, o.role as mine from membership m join account a on a.id = m.account_id
      left join membership o on o.workspace_id = m.workspace_id and o.account_id = ${by.accountId} and o.disabled_at is null
    where m.account_id = ${accountId}`.execute(work)
  if (by.runsInstance) return true
  return rows.every(
    ({ role, runs_instance, mine }) =>
      !runs_instance && mine !== null && mayActAs(mine, role) && mayActAs(mine, 'owner'),
  )
}

/** A member of a workspace. */
export async function findMember(
  work: Kysely<NoTables>,
  workspaceId: string,
  accountId: string,
): Promise<Membership | undefined> {
  const { rows } = await sql<MemberRow>`${memberOf(workspaceId, accountId)}`.execute(work)
  return rows[0] && membershipOf(rows[0])
}

/** All memberships of the workspace are locked: two administrators cannot demote each other at the same moment. */
async function lockMembership(
  work: Transaction<NoTables>,
  workspaceId: string,
  accountId: string,
): Promise<Membership | undefined> {
  await sql`select 1 from membership where workspace_id = ${workspaceId} order by account_id for update`.execute(work)
  await sql`select pg_advisory_xact_lock(hashtextextended('lunette people', 0))`.execute(work)
  return findMember(work, workspaceId, accountId)
}

const memberOf = (workspaceId: string, accountId: string) => sql`
  select m.account_id, a.name, m.role, m.disabled_at is not null as disabled, a.runs_instance, m.from_provider
  from membership m join account a on a.id = m.account_id
  where m.workspace_id = ${workspaceId} and m.account_id = ${accountId}`

interface MemberRow {
  account_id: string
  name: string
  role: Role
  disabled: boolean
  runs_instance: boolean
  from_provider: boolean
}

function membershipOf(row: MemberRow): Membership {
  return {
    accountId: row.account_id,
    name: row.name,
    role: row.role,
    disabled: row.disabled,
    runsInstance: row.runs_instance,
    fromProvider: row.from_provider,
  }
}

/** Asked after the change, which is undone where nobody is left who could mend it. */
async function someoneIsLeft(work: Transaction<NoTables>, workspaceId: string): Promise<boolean> {
  const { rows } = await sql<{ left: boolean }>`select
    exists (select from membership where workspace_id = ${workspaceId} and role = 'admin' and disabled_at is null)
    and exists (select from account a join membership m on m.account_id = a.id and m.disabled_at is null
      where a.runs_instance and a.disabled_at is null) as left`.execute(work)
  return rows[0]?.left === true
}

async function endSessionsIn(work: Transaction<NoTables>, accountId: string, workspaceId: string): Promise<void> {
  await sql`delete from session where account_id = ${accountId} and workspace_id = ${workspaceId}`.execute(work)
}

const wouldReturn = problem(
  'role-from-provider',
  'a group of the identity provider lets this person in: they would be back at the next sign-in. Take them out there, or suspend them here',
)
const roleFromProvider = problem(
  'role-from-provider',
  'this role comes from a group of the identity provider: change it there, or suspend the person here',
)
const noSuchPerson = problem('not-found', 'there is no such person in this workspace')
const lastAdministrator = problem('last-administrator', 'this is the last administrator: make somebody else one before')
