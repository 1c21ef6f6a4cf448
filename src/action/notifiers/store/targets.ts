import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'

type Work = Transaction<NoTables>

/** A place notices go to, as it is stored: secrets are sealed. */
export interface Target {
  id: string
  notifier: string
  name: string
  settings: Record<string, string>
  secrets: Record<string, string>
  kinds: string[]
  paused: boolean
  madeBy: string
  madeAt: Instant
}

/** What a person decides of a target. */
export type TargetDraft = Pick<Target, 'notifier' | 'name' | 'settings' | 'kinds'>

const MOST_TARGETS = 50

/** Makes room for a target and returns its id; secrets follow, sealed for that id. Problems: `too-many-targets`, `name-taken`. */
export async function makeTarget(
  work: Work,
  workspaceId: string,
  { notifier, name, settings, kinds }: TargetDraft,
  seal: (id: string) => Record<string, string>,
  by: { name: string; at: Instant },
): Promise<Result<string>> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from notifier_target`.execute(work)
  if (rows[0]!.count >= MOST_TARGETS)
    return err(problem('too-many-targets', `a workspace has at most ${MOST_TARGETS} targets: remove one first`))
  const id = randomUUID()
  const { numAffectedRows } = await sql`insert into notifier_target
      (workspace_id, id, notifier, name, settings, secrets, kinds, made_by, made_at)
    values (${workspaceId}, ${id}, ${notifier}, ${name}, ${JSON.stringify(settings)}, ${JSON.stringify(seal(id))},
      ${kinds}::text[], ${by.name}, ${by.at})
    on conflict do nothing`.execute(work)
  return numAffectedRows === 1n ? ok(id) : err(nameTaken(name))
}

/** Changes what is given; secrets that are not given stay. Problems: `not-found`, `name-taken`. */
export async function changeTarget(
  work: Work,
  id: string,
  change: Partial<Pick<Target, 'name' | 'settings' | 'secrets' | 'kinds' | 'paused'>>,
): Promise<Result<void>> {
  const { name, settings, secrets, kinds, paused } = change
  const taken =
    await sql`select from notifier_target where lower(name) = lower(${name ?? null}) and id <> ${id}`.execute(work)
  if (taken.rows.length > 0) return err(nameTaken(name ?? ''))
  const { numAffectedRows } = await sql`update notifier_target set name = coalesce(${name ?? null}, name),
      settings = coalesce(${settings ? JSON.stringify(settings) : null}::jsonb, settings),
      secrets = secrets || coalesce(${secrets ? JSON.stringify(secrets) : null}::jsonb, '{}'),
      kinds = coalesce(${kinds ?? null}::text[], kinds), paused = coalesce(${paused ?? null}, paused)
    where id = ${id}`.execute(work)
  return numAffectedRows === 1n ? ok(undefined) : err(noSuchTarget)
}

/** Removes a target with all that waits for it. Problem `not-found`. */
export async function removeTarget(work: Work, id: string): Promise<Result<{ name: string }>> {
  const { rows } = await sql<{ name: string }>`delete from notifier_target where id = ${id} returning name`.execute(
    work,
  )
  return rows[0] ? ok(rows[0]) : err(noSuchTarget)
}

/** By name; there are never more than 50. */
export async function listTargets(database: Database, workspaceId: string): Promise<Target[]> {
  return database.inWorkspace(workspaceId, (work) => readTargets(work))
}

export async function findTarget(database: Database, workspaceId: string, id: string): Promise<Result<Target>> {
  const [found] = await database.inWorkspace(workspaceId, (work) => readTargets(work, id))
  return found ? ok(found) : err(noSuchTarget)
}

async function readTargets(work: Work, id: string | null = null): Promise<Target[]> {
  const { rows } = await sql<Target>`select id, notifier, name, settings, secrets, kinds, paused, made_by as "madeBy",
      instant_text(made_at) as "madeAt" from notifier_target
    where ${id}::uuid is null or id = ${id} order by lower(name) limit ${MOST_TARGETS}`.execute(work)
  return rows
}

const noSuchTarget = problem('not-found', 'there is no such target in this workspace')

function nameTaken(name: string) {
  return problem('name-taken', `a target is called "${name}" already: choose another name`)
}
