import { sql } from 'kysely'
import type { FeedList, FeedRow, FeedRunRow, Overview } from '#contract'
import { type Currency, isCurrent, isOfNoDay, NO_DAY, sourceName } from '#core/vocabulary'
import type { Database } from '#platform/database'

type FeedCounts = Overview['feeds']

interface RunSql {
  id: string
  feed_id: string
  started_at: Date
  ended_at: Date | null
  status: FeedRunRow['status']
  bytes: string
  read: number
  kept: number
  written: number
  removed: number
  dropped: FeedRunRow['dropped']
  problem: { code: string; message: string } | null
}

interface FeedSql {
  id: string
  name: string
  enabled: boolean
  interval_hours: number
  max_age_days: number
  next_due: Date | null
  last_success: Date | null
  as_of: string | null
  oldest_source: string | null
  oldest_as_of: Date | null
  undated: boolean
}

const RUNS = 10
const HOUR_MS = 3_600_000

/** Every feed with its last runs, newest first. */
export async function listFeeds(database: Database, currency: Currency): Promise<FeedList> {
  const [feeds, runs, state, bundled] = await Promise.all([
    sql<FeedSql>`select f.id, name, enabled, interval_hours, max_age_days, next_due, last_success, state->>'asOf' as as_of,
      coalesce((state->>'undated')::boolean, false) as undated, o.id as oldest_source, o.as_of as oldest_as_of
      from feed f left join lateral (
        select id, as_of from knowledge_source where jsonb_exists(f.state->'sources', id) and as_of > ${NO_DAY} order by as_of, id limit 1
      ) o on true order by f.id`.execute(database.instance),
    sql<RunSql>`select r.* from feed f cross join lateral (
      select * from feed_run where feed_id = f.id order by id desc limit ${RUNS}) r`.execute(database.instance),
    sql<{ published_at: Date | null }>`select published_at from knowledge_state`.execute(database.instance),
    sql<{ id: string; as_of: Date }>`select id, as_of from knowledge_source s
      where not exists (select from feed f where jsonb_exists(f.state->'sources', s.id)) order by id`.execute(
      database.instance,
    ),
  ])
  return {
    feeds: feeds.rows.map((feed) =>
      feedRowOf(
        feed,
        runs.rows.filter((run) => run.feed_id === feed.id),
        currency,
      ),
    ),
    bundled: bundled.rows.map(({ id, as_of }) => ({ source: id, name: sourceName(id), asOf: as_of.toISOString() })),
    publishedAt: state.rows[0]?.published_at?.toISOString() ?? null,
  }
}

type Aged = Pick<FeedSql, 'enabled' | 'interval_hours' | 'max_age_days' | 'last_success' | 'as_of'>

/** How many feeds there are, hold something, are out of date, and failed last. */
export async function countFeeds(database: Database, currency: Currency): Promise<FeedCounts> {
  const { rows } = await sql<Aged & { status: FeedRunRow['status'] | null }>`
    select enabled, interval_hours, max_age_days, last_success, state->>'asOf' as as_of,
      (select status from feed_run r where r.feed_id = f.id order by r.id desc limit 1) as status
    from feed f`.execute(database.instance)
  return {
    total: rows.length,
    loaded: rows.filter((feed) => feed.last_success !== null).length,
    stale: rows.filter((feed) => feed.last_success !== null && isStale(feed, currency)).length,
    failed: rows.filter(({ status }) => status === 'failed').length,
  }
}

function isStale({ enabled, interval_hours, max_age_days, last_success, as_of }: Aged, currency: Currency): boolean {
  const age = last_success ? Date.parse(currency.now) - last_success.getTime() : Number.POSITIVE_INFINITY
  const maxAgeDays = currency.maxAgeDays ?? max_age_days
  return (
    enabled &&
    (age > 2 * interval_hours * HOUR_MS || (as_of !== null && !isCurrent({ asOf: as_of, maxAgeDays }, currency)))
  )
}

function feedRowOf(feed: FeedSql, runs: readonly RunSql[], currency: Currency): FeedRow {
  return {
    id: feed.id,
    name: feed.name,
    enabled: feed.enabled,
    intervalHours: feed.interval_hours,
    nextDue: feed.next_due?.toISOString() ?? null,
    lastSuccess: feed.last_success?.toISOString() ?? null,
    asOf: isOfNoDay(feed.as_of) ? null : feed.as_of,
    oldest:
      feed.oldest_source && feed.oldest_as_of
        ? { source: feed.oldest_source, asOf: feed.oldest_as_of.toISOString() }
        : null,
    undated: feed.undated,
    maxAgeDays: currency.maxAgeDays ?? feed.max_age_days,
    stale: isStale(feed, currency),
    runs: runs.map(runRowOf),
  }
}

function runRowOf({ feed_id: _feed, started_at, ended_at, ...run }: RunSql): FeedRunRow {
  return {
    ...run,
    id: Number(run.id),
    bytes: Number(run.bytes),
    startedAt: started_at.toISOString(),
    endedAt: ended_at?.toISOString() ?? null,
  }
}
