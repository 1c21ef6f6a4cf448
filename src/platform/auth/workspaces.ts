import { randomUUID } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { NoTables } from '#platform/database'
import type { Role } from './roles.ts'
import { renewToken, type Session } from './sessions.ts'

/** A workspace as one of its members sees it. */
export interface OwnWorkspace {
  id: string
  name: string
  role: Role
}

const LISTED = 500

/** The workspaces an account may work in, by name. */
export async function listOwnWorkspaces(work: Kysely<NoTables>, accountId: string): Promise<OwnWorkspace[]> {
  const { rows } = await sql<OwnWorkspace>`select w.id, w.name, m.role from workspace w
    join membership m on m.workspace_id = w.id and m.account_id = ${accountId} and m.disabled_at is null
    order by lower(w.name), w.id limit ${LISTED}`.execute(work)
  return rows
}

/** Makes a workspace whose administrator is the maker. Problem: `name-taken`. */
export async function createWorkspace(
  work: Transaction<NoTables>,
  { name, accountId }: { name: string; accountId: string },
  now: Instant,
): Promise<Result<OwnWorkspace>> {
  if (await isTaken(work, name)) return err(nameTaken(name))
  const id = randomUUID()
  await sql`insert into workspace (id, slug, name, created_at) values (${id}, ${id}, ${name}, ${now})`.execute(work)
  await sql`insert into membership (account_id, workspace_id, role, joined_at)
    values (${accountId}, ${id}, 'admin', ${now})`.execute(work)
  return ok({ id, name, role: 'admin' })
}

/** Gives a workspace another name; returns the one before. Problems: `not-found`, `name-taken`. */
export async function renameWorkspace(
  work: Transaction<NoTables>,
  { id, name }: { id: string; name: string },
): Promise<Result<{ before: string }>> {
  if (await isTaken(work, name, id)) return err(nameTaken(name))
  const { rows } = await sql<{ before: string }>`update workspace w set name = ${name}
    from workspace was where w.id = ${id} and was.id = w.id returning was.name as before`.execute(work)
  return rows[0] ? ok(rows[0]) : err(noSuchWorkspace)
}

/** Takes a session to another workspace of its owner, under a new token. Problem: `not-found`. */
export async function switchWorkspace(
  work: Transaction<NoTables>,
  session: Pick<Session, 'id' | 'accountId'>,
  workspaceId: string,
  now: Instant,
): Promise<Result<{ token: string; name: string }>> {
  const target = (await listOwnWorkspaces(work, session.accountId)).find(({ id }) => id === workspaceId)
  if (!target) return err(noSuchWorkspace)
  await sql`update session set workspace_id = ${workspaceId} where id = ${session.id}`.execute(work)
  await sql`update account set home_workspace_id = ${workspaceId} where id = ${session.accountId}`.execute(work)
  return ok({ token: await renewToken(work, session.id, now), name: target.name })
}

/** Names are told apart by people: two that differ in case only are one. Held until the transaction ends. */
async function isTaken(work: Transaction<NoTables>, name: string, except?: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended('lunette workspaces', 0))`.execute(work)
  const { rows } = await sql`select 1 from workspace
    where lower(name) = lower(${name}) and id is distinct from ${except ?? null}::uuid limit 1`.execute(work)
  return rows.length > 0
}

function nameTaken(name: string) {
  return problem('name-taken', `a workspace named "${name}" exists: choose another name`)
}

const noSuchWorkspace = problem('not-found', 'you belong to no such workspace')
