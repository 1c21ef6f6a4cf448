import { sql } from 'kysely'
import type { Page } from '#contract'
import type { FixTime, OpenDay, TrendRow, TrendRowsQuery, Trends } from '#contract/trends'
import { medianTime } from '#core/statistics'
import type { Urgency } from '#core/vocabulary'
import type { Database } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'

/**
 * Every finding's history as stretches of time: from one event to the next it was open or not, with a decision. What an
 * event does not say stays as it was: `o` and `u` count what was said, so that the first of each group said it.
 */
const stretches = sql`steps as (
    select finding_id, id, at,
      case when kind in ('opened', 'reopened', 'returned') then true when kind in ('resolved', 'suppressed') then false end as turned,
      case kind when 'opened' then detail->>'urgency' when 'changed' then detail #>> '{after,urgency}'
        when 'reopened' then detail #>> '{after,urgency}' end as said,
      kind = 'resolved' and detail->>'resolution' in ('fixed', 'gone') as fixed
    from finding_event where kind in ('opened', 'reopened', 'returned', 'resolved', 'suppressed', 'changed')
  ), counted as (
    select *, count(turned) over past as o, count(said) over past as u from steps
    window past as (partition by finding_id order by id)
  ), stretches as (
    select finding_id, id, at, turned, fixed, lead(at) over (partition by finding_id order by id) as until,
      first_value(turned) over (partition by finding_id, o order by id) as open,
      first_value(said) over (partition by finding_id, u order by id) as urgency
    from counted
  )`

/** From each opening to how it ended: fixed, ended otherwise, or not yet. The decision is the last one it had. */
const openings = sql`openings as (
    select * from (
      select t.finding_id, t.at as opened_at, t.turned, coalesce(lead(t.urgency) over w, t.latest) as urgency,
        lead(t.at) over w as ended_at, coalesce(lead(t.fixed) over w, false) as fixed
      from (select *, first_value(urgency) over (partition by finding_id order by id desc) as latest from stretches) t
      where t.turned is not null
      window w as (partition by t.finding_id order by t.id)) o where o.turned
  )`

const urgencies = ['now', 'soon', 'scheduled', 'defer'] as const

/** Open findings by decision at the end of each day, and how long it takes until they are fixed, both from history. */
export async function readTrends(database: Database, workspaceId: string, days: number, now: string): Promise<Trends> {
  return database.inWorkspace(workspaceId, async (work) => {
    const first = firstDay(days, now)
    const { rows: moves } = await sql<{ day: string; urgency: Urgency; delta: number }>`with ${stretches}
      select to_char(greatest(moved.day, ${first}::date), 'YYYY-MM-DD') as day, urgency, sum(delta)::int as delta from (
        select (at at time zone 'utc')::date as day, urgency, 1 as delta from stretches where open
        union all select (until at time zone 'utc')::date, urgency, -1 from stretches where open and until is not null
      ) moved where urgency is not null group by 1, 2`.execute(work)
    const { rows: waits } = await sql<WaitSql>`with ${stretches}, ${openings}
      select urgency, ceil(extract(epoch from coalesce(ended_at, ${now}) - opened_at) / 3600)::int as hours,
        count(*) filter (where fixed)::int as events, count(*) filter (where not fixed)::int as censored
      from openings where opened_at >= ${first}::date group by 1, 2`.execute(work)
    const { rows: assumed } = await sql<{ now: number }>`with ${stretches}
      select count(*)::int as now from stretches s join finding f on f.id = s.finding_id
      where s.open and s.until is null and s.urgency = 'now' and f.basis = 'assumed'`.execute(work)
    const { rows: begin } = await sql<{ since: Date | null }>`select min(at) as since from finding_event`.execute(work)
    const since = begin[0]?.since?.toISOString() ?? null
    return {
      days,
      since,
      // Of the days before the first finding nothing is known, which is not that nothing was open.
      open: since === null ? [] : openDays(first, days, moves).filter(({ day }) => day >= since.slice(0, 10)),
      assumedNow: assumed[0]?.now ?? 0,
      fix: urgencies.map((urgency) =>
        fixTimeOf(
          urgency,
          waits.filter((wait) => wait.urgency === urgency),
        ),
      ),
    }
  })
}

interface WaitSql {
  urgency: Urgency
  hours: number
  events: number
  censored: number
}

const DAY_MS = 86_400_000

function firstDay(days: number, now: string): string {
  return new Date(Date.parse(now.slice(0, 10)) - (days - 1) * DAY_MS).toISOString().slice(0, 10)
}

/** Sums up what moved, day by day; what moved before the first day stands on it. */
function openDays(
  first: string,
  days: number,
  moves: readonly { day: string; urgency: Urgency; delta: number }[],
): OpenDay[] {
  const byDay = Map.groupBy(moves, ({ day }) => day)
  const open = { now: 0, soon: 0, scheduled: 0, defer: 0 }
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(Date.parse(first) + index * DAY_MS).toISOString().slice(0, 10)
    for (const { urgency, delta } of byDay.get(day) ?? []) open[urgency] += delta
    return { day, ...open }
  })
}

function fixTimeOf(urgency: Urgency, waits: readonly WaitSql[]): FixTime {
  const { median, low, high, total, events } = medianTime(
    waits.map(({ hours, events: ended, censored }) => ({ time: hours, events: ended, censored })),
  )
  const inDays = (hours: number | undefined) => (hours === undefined ? null : Math.round((hours / 24) * 10) / 10)
  return { urgency, opened: total, fixed: events, median: inDays(median), low: inDays(low), high: inDays(high) }
}

interface TrendRowSql extends Omit<TrendRow, 'openedAt' | 'fixedAt'> {
  opened_at: Date
  fixed_at: Date | null
  place: number
}

/** The findings behind a number of the trends, the longest open first. */
export async function listTrendRows(
  database: Database,
  workspaceId: string,
  { decision, day, days, cursor, limit }: TrendRowsQuery,
  now: string,
): Promise<Page<TrendRow>> {
  const end = sql`(${day ?? ''}::date + 1)::timestamp at time zone 'utc'`
  // A finding that was opened several times is one row: its latest opening counts.
  const wanted = day
    ? sql`select s.finding_id, null::timestamptz as fixed_at,
        (select max(b.at) from stretches b where b.finding_id = s.finding_id and b.turned and b.at < ${end}) as opened_at
      from stretches s where s.open and s.urgency = ${decision} and s.at < ${end} and (s.until is null or s.until >= ${end})`
    : sql`select distinct on (finding_id) finding_id, ended_at as fixed_at, opened_at from openings
      where fixed and urgency = ${decision} and opened_at >= ${firstDay(days, now)}::date
      order by finding_id, opened_at desc`
  const after = Number(readCursor(cursor)?.key ?? 0)
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<TrendRowSql & { total: number }>`with ${stretches}, ${openings}
      select f.id, f.title, f.vulnerability_id as "vulnerabilityId", f.urgency, f.state, wanted.opened_at, wanted.fixed_at,
        json_build_object('id', a.id, 'name', a.name) as asset,
        row_number() over (order by wanted.opened_at, f.id)::int as place, count(*) over ()::int as total
      from (${wanted}) wanted join finding f on f.id = wanted.finding_id join asset a on a.id = f.asset_id
      order by place offset ${after} limit ${limit + 1}`.execute(work)
    const page = cutPage(rows, limit, ({ place, id }) => ({ key: String(place), id }))
    return {
      rows: page.rows.map(({ opened_at, fixed_at, place: _place, total: _total, ...row }) => ({
        ...row,
        openedAt: opened_at.toISOString(),
        fixedAt: fixed_at?.toISOString() ?? null,
      })),
      total: rows[0]?.total ?? after,
      next: page.next,
    }
  })
}
