import { sql } from 'kysely'
import type { Instant, Outcome, Problem } from '#core/kernel'
import { DEFAULT_MAX_AGE_DAYS } from '#core/vocabulary'
import type { Database } from '#platform/database'
import type { FeedRunStatus, KnowledgeTables } from './tables.ts'

/** A feed as the settings and the feeds page see it. */
export interface FeedRow {
  id: string
  name: string
  enabled: boolean
  intervalHours: number
  /** Days after which its data counts as out of date. */
  maxAgeDays: number
  /** Status of the newest run; `never` before the first. */
  status: FeedRunStatus | 'never'
  lastRun?: Instant
  lastSuccess?: Instant
  /** As of when its data speaks: when its publisher was asked, of a copy the newest date in it. */
  asOf?: string
  /** The source of it that speaks of the longest ago: one fresh file of a feed makes no other fresh. */
  oldest?: { source: string; asOf: string }
  /** True when nothing in it is dated, so that it is as of then or later, by what it names. */
  undated: boolean
  nextDue?: Instant
  read: number
  kept: number
  written: number
  removed: number
  bytes: number
  dropped: Outcome['dropped']
  problem?: Omit<Problem, 'cause'>
}

/** What a run leaves behind. `state` is the feed's own (validators, positions), kept only when the run did not fail. */
export interface FeedRunEnd {
  outcome: Outcome
  written: number
  removed: number
  bytes: number
  state?: Record<string, unknown>
  problem?: Problem
}

const HOUR_MS = 3_600_000

function tables(database: Database) {
  return database.instance.withTables<KnowledgeTables>()
}

/** Makes feeds known by id and name; what is known of them stays. */
export async function registerFeeds(
  database: Database,
  feeds: readonly { id: string; name: string; intervalHours?: number; maxAgeDays?: number }[],
): Promise<void> {
  for (const { id, name, intervalHours = 24, maxAgeDays = DEFAULT_MAX_AGE_DAYS } of feeds) {
    const described = { name, max_age_days: maxAgeDays }
    await tables(database)
      .insertInto('feed')
      .values({ id, ...described, state: '{}', interval_hours: intervalHours, next_due: null, last_success: null })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(described))
      .execute()
  }
}

/** The state a feed's last good run left; empty before the first. */
export async function feedState(database: Database, feedId: string): Promise<Record<string, unknown>> {
  const row = await tables(database).selectFrom('feed').select('state').where('id', '=', feedId).executeTakeFirst()
  return row?.state ?? {}
}

/** Opens a run. Returns its id. */
export async function beginFeedRun(database: Database, feedId: string, now: Instant): Promise<string> {
  const run = await tables(database)
    .insertInto('feed_run')
    .values({ feed_id: feedId, started_at: new Date(now), ended_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return String(run.id)
}

/** Ends a run and plans the next: after an hour when it failed, twice as long each time it fails again. */
export async function endFeedRun(
  database: Database,
  { runId, feedId }: { runId: string; feedId: string },
  end: FeedRunEnd,
  now: Instant,
): Promise<void> {
  const { outcome } = end
  const failed = outcome.status === 'failed'
  await database.inTransaction(async (transaction) => {
    const within = transaction.withTables<KnowledgeTables>()
    const feed = await within.selectFrom('feed').select('interval_hours').where('id', '=', feedId).executeTakeFirst()
    const interval = feed?.interval_hours ?? 24
    const hours = failed ? Math.min(interval, 2 ** (await failuresSince(within, feedId))) : interval
    await within
      .updateTable('feed_run')
      .set({
        ended_at: new Date(now),
        status: outcome.status,
        bytes: end.bytes,
        read: outcome.read,
        kept: outcome.kept,
        written: end.written,
        removed: end.removed,
        dropped: JSON.stringify(outcome.dropped),
        problem: end.problem ? JSON.stringify({ code: end.problem.code, message: end.problem.message }) : null,
      })
      .where('id', '=', runId)
      .execute()
    await within
      .updateTable('feed')
      .set({
        next_due: new Date(Date.parse(now) + hours * HOUR_MS),
        ...(!failed && { last_success: new Date(now), ...(end.state && { state: JSON.stringify(end.state) }) }),
      })
      .where('id', '=', feedId)
      .execute()
  })
}

/** How many runs in a row have failed before the one that is ending, at most ten; one that a dying process left does not count. */
async function failuresSince(within: Pick<ReturnType<typeof tables>, 'selectFrom'>, feedId: string): Promise<number> {
  const rows = await within
    .selectFrom('feed_run')
    .select('status')
    .where('feed_id', '=', feedId)
    .where('status', '<>', 'running')
    .where((row) => row.or([row('problem', 'is', null), row(sql`problem->>'code'`, '<>', 'interrupted')]))
    .orderBy('id', 'desc')
    .limit(10)
    .execute()
  const good = rows.findIndex((row) => row.status !== 'failed')
  return good < 0 ? rows.length : good
}

/** Sources that are held although no feed here ever read them, with the day of their data: they came in a bundle. */
export async function bundledSources(database: Database): Promise<{ source: string; asOf: string }[]> {
  const rows = await tables(database)
    .selectFrom('knowledge_source')
    .select(['id', 'as_of'])
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('feed')
            .select('feed.id')
            .where(sql<boolean>`jsonb_exists(feed.state->'sources', knowledge_source.id)`),
        ),
      ),
    )
    .orderBy('id')
    .execute()
  return rows.map(({ id, as_of }) => ({ source: id, asOf: as_of.toISOString() }))
}

/** Every feed with its newest run, by id. */
export async function feedStates(database: Database): Promise<FeedRow[]> {
  const rows = await tables(database)
    .selectFrom('feed')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('feed_run')
          .selectAll('feed_run')
          .whereRef('feed_run.feed_id', '=', 'feed.id')
          .orderBy('feed_run.id', 'desc')
          .limit(1)
          .as('run'),
      (join) => join.onTrue(),
    )
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('knowledge_source')
          .select(['knowledge_source.id as source', 'knowledge_source.as_of as source_as_of'])
          .where(sql<boolean>`jsonb_exists(feed.state->'sources', knowledge_source.id)`)
          .orderBy('knowledge_source.as_of')
          .orderBy('knowledge_source.id')
          .limit(1)
          .as('oldest'),
      (join) => join.onTrue(),
    )
    .select(['feed.id', 'feed.name', 'feed.enabled', 'feed.interval_hours', 'feed.next_due', 'feed.last_success'])
    .select(['feed.state', 'feed.max_age_days', 'oldest.source', 'oldest.source_as_of'])
    .select(['run.started_at', 'run.status', 'run.read', 'run.kept', 'run.written', 'run.removed', 'run.bytes'])
    .select(['run.dropped', 'run.problem'])
    .orderBy('feed.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    intervalHours: row.interval_hours,
    maxAgeDays: row.max_age_days,
    status: row.status ?? 'never',
    ...(row.started_at && { lastRun: instantOf(row.started_at) }),
    ...(row.last_success && { lastSuccess: instantOf(row.last_success) }),
    ...(typeof row.state.asOf === 'string' && { asOf: row.state.asOf }),
    ...(row.source && row.source_as_of && { oldest: { source: row.source, asOf: row.source_as_of.toISOString() } }),
    undated: row.state.undated === true,
    ...(row.next_due && { nextDue: instantOf(row.next_due) }),
    read: row.read ?? 0,
    kept: row.kept ?? 0,
    written: row.written ?? 0,
    removed: row.removed ?? 0,
    bytes: Number(row.bytes ?? 0),
    dropped: row.dropped ?? [],
    ...(row.problem && { problem: row.problem }),
  }))
}

/** How many records of each feed are loaded, whatever its last run wrote; of EPSS those of its newest day. */
export async function loadedRecords(database: Database): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; loaded: number }>`
    with held (source, records) as (
      select source, count(*) from statement group by source
      union all select 'kev/' || asserter, count(*) from kev group by asserter
      union all select 'exploit/' || source, count(*) from exploit_signal group by source
      union all select 'epss', scored from epss_day where date = (select max(date) from epss_day)
    )
    select f.id, sum(h.records)::float8 as loaded
    from feed f join held h on jsonb_exists(f.state->'sources', h.source) group by f.id`.execute(database.instance)
  return new Map(rows.map(({ id, loaded }) => [id, loaded]))
}

/**
 * Takes the enabled feeds whose time has come, longest overdue first. They are due again in an hour should nobody end
 * their run; a feed that was never run has no time and is left alone.
 */
export async function claimDueFeeds(database: Database, now: Instant): Promise<string[]> {
  const rows = await tables(database)
    .with('due', (from) =>
      from
        .selectFrom('feed')
        .select(['id', 'next_due'])
        .where('enabled', '=', true)
        .where('next_due', '<=', new Date(now))
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('feed')
    .from('due')
    .set({ next_due: new Date(Date.parse(now) + HOUR_MS) })
    .whereRef('feed.id', '=', 'due.id')
    .returning(['feed.id', 'due.next_due as was_due'])
    .execute()
  return rows.sort((a, b) => Number(a.was_due) - Number(b.was_due)).map((row) => row.id)
}

function instantOf(date: Date): Instant {
  return date.toISOString() as Instant
}
