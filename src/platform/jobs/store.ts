import { sql } from 'kysely'
import type { Database } from '#platform/database'

/** Accepted work as it is kept until it has ended. */
export interface StoredJob {
  id: string
  workspaceId: string | null
  kind: string
  title: string
  payload: Record<string, unknown>
  acceptedAt: string
  attempts: number
}

/** A worker that has not been heard of for this long has died. */
export const defaultSilenceMs = 15_000

/** Keeps work before it is acknowledged; committed when this resolves. False when a job of this id is kept already. */
export async function keepJob(database: Database, worker: string, job: Omit<StoredJob, 'attempts'>): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into job (id, workspace_id, kind, title, payload, accepted_at, worker)
    values (${job.id}, ${job.workspaceId}, ${job.kind}, ${job.title}, ${JSON.stringify(job.payload)}, ${job.acceptedAt}, ${worker})
    on conflict (id) do nothing`.execute(database.instance)
  return numAffectedRows === 1n
}

/** Forgets work that has ended, however it did. */
export async function endJob(database: Database, id: string): Promise<void> {
  await sql`delete from job where id = ${id}`.execute(database.instance)
}

/** Says that this worker lives and is at its jobs. */
export async function beat(database: Database, worker: string): Promise<void> {
  await sql`update job set heartbeat_at = now() where worker = ${worker}`.execute(database.instance)
}

/** Says that this worker is still at this job; false when another has taken it over or it has ended. */
export async function keepHold(database: Database, worker: string, id: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update job set heartbeat_at = now() where id = ${id} and worker = ${worker}`.execute(database.instance)
  return numAffectedRows === 1n
}

/** Takes over the work of workers that have been silent for `silenceMs`, each job by one worker only. */
export async function takeOver(database: Database, worker: string, silenceMs = defaultSilenceMs): Promise<StoredJob[]> {
  const { rows } = await sql<StoredJob>`
    update job set worker = ${worker}, heartbeat_at = now(), attempts = attempts + 1
    where id in (select id from job where worker <> ${worker} and heartbeat_at < now() - make_interval(secs => ${silenceMs / 1_000}::float8) for update skip locked)
    returning id, workspace_id as "workspaceId", kind, title, payload, to_json(accepted_at)#>>'{}' as "acceptedAt", attempts`.execute(
    database.instance,
  )
  return rows
}
