import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Discovered, DiscoveryLook, NamedAsset } from '#core/vocabulary'
import { type Database, jsonForPostgres } from '#platform/database'
import type { DiscoveryRun, RunState, RunTrouble } from '../run.ts'

const columns = sql`id, state, seeds, vantage, look, started_by as "startedBy", instant_text(started_at) as "startedAt",
  instant_text(ended_at) as "endedAt", stage, counts, sent, troubles, problem`

/** Begins a run, or goes on with it where it was begun before. */
export async function beginRun<Tables>(
  work: Transaction<Tables>,
  {
    id,
    workspaceId,
    seeds,
    vantage,
    look,
    by,
    at,
    note,
  }: {
    id: string
    workspaceId: string
    seeds: readonly NamedAsset[]
    vantage: string
    look: DiscoveryLook
    by: string
    at: Instant
    /** What a run that was begun before has to say of that. */
    note?: string
  },
): Promise<DiscoveryRun> {
  await sql`insert into discovery_run (workspace_id, id, state, seeds, vantage, look, started_by, started_at)
    values (${workspaceId}, ${id}, 'running', ${jsonForPostgres(seeds)}, ${vantage}, ${look}, ${by}, ${at})
    on conflict (workspace_id, id) do update set state = 'running', ended_at = null, problem = ${note ?? null}
      where discovery_run.state in ('running', 'failed')`.execute(work)
  const run = await findRun(work, id)
  if (!run) throw new Error('a run that was just begun is not there')
  return run
}

export async function findRun<Tables>(work: Transaction<Tables>, id: string): Promise<DiscoveryRun | undefined> {
  const { rows } = await sql<DiscoveryRun>`select ${columns} from discovery_run where id::text = ${id}`.execute(work)
  return rows[0]
}

/** Names of the seeds that a run began with, in small letters. */
export async function seedsOfRun<Tables>(work: Transaction<Tables>, id: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select lower(s ->> 'name') as name from discovery_run r
    cross join jsonb_array_elements(r.seeds) s where r.id::text = ${id}`.execute(work)
  return rows.map(({ name }) => name)
}

/** The latest runs, newest first. */
export async function listRuns<Tables>(work: Transaction<Tables>, limit = 20): Promise<DiscoveryRun[]> {
  const { rows } =
    await sql<DiscoveryRun>`select ${columns} from discovery_run order by started_at desc, id limit ${limit}`.execute(
      work,
    )
  return rows
}

/** Notes how far a run is. */
export async function noteRun<Tables>(
  work: Transaction<Tables>,
  id: string,
  { stage, counts, sent, troubles }: Pick<DiscoveryRun, 'counts' | 'sent' | 'troubles'> & { stage: string },
): Promise<void> {
  await sql`update discovery_run set stage = ${stage}, counts = ${JSON.stringify(counts)}, sent = ${JSON.stringify(sent)},
    troubles = ${jsonForPostgres(troubles satisfies RunTrouble[])} where id = ${id}`.execute(work)
}

/** What a run has sent until now, by its logs and what was noted last, whichever is more: a process may have died between. */
export async function sentSoFar<Tables>(work: Transaction<Tables>, id: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ what: string; n: number }>`select what, max(n)::float8 as n from (
      select key as what, value::numeric as n from discovery_run r cross join jsonb_each_text(r.sent::jsonb) where r.id::text = ${id}
      union all select case via when 'dns' then 'questions' else 'requests' end, sum(count) from question_log
        where run_id::text = ${id} group by via
      union all select case transport when 'tcp' then 'connections' else 'datagrams' end,
          count(distinct (p.address, one.port, p.at + one.after * interval '1 millisecond'))
        from probe_log p cross join unnest(p.ports, p.after_ms, p.outcomes) as one (port, after, outcome)
        where p.run_id::text = ${id} and one.outcome < ${NEVER_LEFT} group by transport
    ) counted group by what`.execute(work)
  return Object.fromEntries(rows.map(({ what, n }) => [what, n]))
}

/** Place of `out-of-scope` in the list of outcomes: from there on nothing was sent. */
const NEVER_LEFT = 7

/** Ends a run, with what it saw counted as it stands; its journal is needed no more. @returns the counts */
export async function endRun<Tables>(
  work: Transaction<Tables>,
  id: string,
  { state, at, problem }: { state: RunState; at: Instant; problem?: string | undefined },
): Promise<Record<string, number>> {
  // What it said and took back again is not there.
  const { rows } = await sql<{ counts: Record<string, number> }>`update discovery_run r set state = ${state},
      ended_at = ${at}, problem = ${problem ?? null},
      counts = (r.counts - array['records', 'service', 'certificate', 'weakness']) || coalesce((
        select jsonb_object_agg(kind, n) from (select kind, count(*) as n from observation
          where run_id = r.id and gone_at is null group by kind) o), '{}')
    where id = ${id} returning counts`.execute(work)
  await sql`delete from discovery_journal where run_id = ${id}`.execute(work)
  return rows[0]?.counts ?? {}
}

/** True where a run is said to go on, whether or not a process still does it. */
export async function hasRunning<Tables>(work: Transaction<Tables>): Promise<boolean> {
  const { rows } = await sql`select from discovery_run where state = 'running' limit 1`.execute(work)
  return rows.length > 0
}

/**
 * Ends the runs that are said to go on, but this one: whoever holds the turn knows that nobody does them. One that is gone on
 * with later is running again.
 */
export async function endAbandoned<Tables>(work: Transaction<Tables>, at: Instant, except?: string): Promise<void> {
  const why = 'its process ended before it was done; what it had seen is kept'
  await sql`update discovery_run set state = 'failed', ended_at = ${at}, problem = ${why}
    where state = 'running' and id::text <> ${except ?? ''}`.execute(work)
}

/** When the last complete whole run before this one began; `undefined`: there was none. */
export async function earlierComplete<Tables>(work: Transaction<Tables>, id: string): Promise<Instant | undefined> {
  const { rows } = await sql<{ at: Instant }>`select instant_text(r.started_at) as at from discovery_run r
    where r.state = 'complete' and r.look = 'deep' and r.id <> ${id} and r.started_at < (select started_at from discovery_run where id = ${id})
    order by r.started_at desc limit 1`.execute(work)
  return rows[0]?.at
}

/** What a run has said so far, in order. */
export async function* readJournal(
  database: Database,
  workspaceId: string,
  runId: string,
): AsyncGenerator<Discovered[]> {
  for (let after = '0'; ; ) {
    const { rows } = await database.inWorkspace(workspaceId, (work) =>
      sql<{ id: string; said: Discovered[] }>`select id, said from discovery_journal
        where run_id = ${runId} and id > ${after} order by id limit 50`.execute(work),
    )
    for (const { said } of rows) yield said
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
