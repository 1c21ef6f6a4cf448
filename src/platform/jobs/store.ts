import { sql, type Transaction } from 'kysely'
import type { Database, NoTables } from '#platform/database'

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

/** The worker of work that nobody has begun. */
export const NOBODY = ''

/** After this much silence work is anybody's, whatever data folder it came by: what it needs is gone, and its end says so. */
const ABANDONED = sql`interval '1 day'`

const columns = sql`id, workspace_id as "workspaceId", kind, title, payload, to_json(accepted_at)#>>'{}' as "acceptedAt", attempts`

/**
 * Keeps work before it is acknowledged: committed when this resolves, or with the transaction it is given as `instance`.
 * False when a job of this id is kept already.
 */
export async function keepJob(
  { instance }: Pick<Database, 'instance'>,
  worker: string,
  job: Omit<StoredJob, 'attempts'> & { place?: string | undefined },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into job (id, workspace_id, kind, title, payload, accepted_at, worker, place)
    values (${job.id}, ${job.workspaceId}, ${job.kind}, ${job.title}, ${JSON.stringify(job.payload)}, ${job.acceptedAt}, ${worker}, ${job.place ?? null})
    on conflict (id) do nothing`.execute(instance)
  return numAffectedRows === 1n
}

/** How work ended. */
export interface JobEnd {
  id: string
  workspaceId: string | null
  state: string
  result: object | null
  problem: object | null
}

/** Forgets work that has ended, however it did, and keeps for a while how, where others may ask. */
export async function endJob(database: Database, id: string, end?: Omit<JobEnd, 'id'>): Promise<void> {
  await database.inTransaction((work) => noteEnd(work, id, end))
}

/** The same within the caller's transaction. */
export async function noteEnd(work: Transaction<NoTables>, id: string, end?: Omit<JobEnd, 'id'>): Promise<void> {
  await sql`delete from job where id = ${id}`.execute(work)
  if (!end) return
  const { workspaceId, state, result, problem } = end
  await sql`insert into job_end (id, workspace_id, state, result, problem)
    values (${id}, ${workspaceId}, ${state}, ${result && JSON.stringify(result)}, ${problem && JSON.stringify(problem)})
    on conflict (id) do update set state = excluded.state, result = excluded.result, problem = excluded.problem`.execute(
    work,
  )
}

/** How these ended; one that is missing was stopped, or ended long ago. */
export async function endsOf(database: Database, ids: readonly string[]): Promise<Map<string, JobEnd>> {
  const { rows } = await sql<JobEnd>`select id, workspace_id as "workspaceId", state, result, problem from job_end
    where id = any (${ids}::uuid[])`.execute(database.instance)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Forgets how work ended that ended more than an hour ago. */
export async function forgetEnds(database: Database): Promise<void> {
  await sql`delete from job_end where ended_at < now() - interval '1 hour'`.execute(database.instance)
}

/** Says that this worker lives and is at its jobs. */
export async function beat(database: Database, worker: string): Promise<void> {
  await sql`update job set heartbeat_at = now() where worker = ${worker}`.execute(database.instance)
}

/** When who works at a job was heard of last; `undefined`: there is no such job. */
export async function heardOf(database: Database, id: string): Promise<string | undefined> {
  const { rows } = await sql<{
    at: string
  }>`select instant_text(heartbeat_at) as at from job where id::text = ${id}`.execute(database.instance)
  return rows[0]?.at
}

/** Says that this worker is still at this job; false when another has taken it over or it has ended. */
export async function keepHold(database: Database, worker: string, id: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update job set heartbeat_at = now() where id = ${id} and worker = ${worker}`.execute(database.instance)
  return numAffectedRows === 1n
}

/** Says how far this worker has come with its jobs; returns the ids of those that are still its own. */
export async function noteProgress(
  database: Database,
  worker: string,
  progress: readonly { id: string; progress: object }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    update job set progress = r.progress, heartbeat_at = now()
    from jsonb_to_recordset(${JSON.stringify(progress)}::jsonb) as r (id uuid, progress jsonb)
    where job.id = r.id and job.worker = ${worker} returning job.id`.execute(database.instance)
  return new Set(rows.map(({ id }) => id))
}

/** Work that another process is at, or that waits for one. */
export interface JobElsewhere extends StoredJob {
  isWaiting: boolean
  progress: { step: string; done: number; total: number | null; unit: string } | null
}

const MOST_SHOWN = 200

/** What others are at, oldest first. */
export async function jobsElsewhere(database: Database, worker: string): Promise<JobElsewhere[]> {
  const { rows } = await sql<JobElsewhere>`select ${columns}, worker = ${NOBODY} as "isWaiting", progress from job
    where worker <> ${worker} order by accepted_at limit ${MOST_SHOWN}`.execute(database.instance)
  return rows
}

/** Which work a process takes, and how much of it. */
export interface Wanted {
  kinds: readonly string[]
  limit: number
  /** Its data folder. */
  place: string
  /** Workers that are certain to do nothing more. */
  gone?: readonly string[]
}

/** The workers of all accepted work. */
export async function workersAtWork(database: Database): Promise<string[]> {
  const { rows } = await sql<{ worker: string }>`select distinct worker from job where worker <> ${NOBODY}`.execute(
    database.instance,
  )
  return rows.map(({ worker }) => worker)
}

/**
 * Takes up work that waits, and the work of workers that have been silent for `silenceMs` or are gone; each job by one worker only,
 * the oldest first.
 */
export async function takeOver(
  database: Database,
  worker: string,
  silenceMs = defaultSilenceMs,
  wanted?: Wanted,
): Promise<StoredJob[]> {
  const which = wanted
    ? sql`and kind = any (${wanted.kinds}::text[])
        and (place is null or place = ${wanted.place} or heartbeat_at < now() - ${ABANDONED})
        order by accepted_at limit ${wanted.limit}`
    : sql``
  const { rows } = await sql<StoredJob>`
    update job set worker = ${worker}, heartbeat_at = now(), attempts = attempts + (worker <> ${NOBODY})::int
    where id in (select id from job where worker <> ${worker}
      and (worker = ${NOBODY} or worker = any (${wanted?.gone ?? []}::text[]) or heartbeat_at < now() - make_interval(secs => ${silenceMs / 1_000}::float8))
      ${which} for update skip locked)
    returning ${columns}`.execute(database.instance)
  return rows
}

/** Lets go of what this worker is at: the next one takes it up without waiting for its silence. */
export async function letGo(database: Database, worker: string): Promise<void> {
  await sql`update job set worker = ${NOBODY}, progress = null, attempts = attempts + 1 where worker = ${worker}`.execute(
    database.instance,
  )
}
