import { type RawBuilder, sql, type Transaction } from 'kysely'
import { cleanText, jsonForPostgres, type NoTables } from '#platform/database'
import type { ProductionStratum } from '../gap.ts'
import type { Reading, WindowMonitor } from '../monitors.ts'

type Work = Transaction<NoTables>

/** A monitor's state as it was kept. */
export interface KeptMonitor {
  id: string
  state: object
  lookedAt: string
  alarmSince: string | null
  sentence: string
}

export async function monitorStates(work: Work): Promise<Map<string, KeptMonitor>> {
  const { rows } = await sql<
    Omit<KeptMonitor, 'lookedAt' | 'alarmSince'> & { lookedAt: Date; alarmSince: Date | null }
  >`
    select id, state, looked_at as "lookedAt", alarm_since as "alarmSince", sentence from monitor_state for update`.execute(
    work,
  )
  return new Map(
    rows.map(({ lookedAt, alarmSince, ...row }) => [
      row.id,
      { ...row, lookedAt: lookedAt.toISOString(), alarmSince: alarmSince?.toISOString() ?? null },
    ]),
  )
}

/** Keeps the state alone: what is reckoned with between looks. */
export async function keepMonitorState(
  work: Work,
  workspaceId: string,
  id: string,
  state: object,
  now: string,
): Promise<void> {
  await sql`insert into monitor_state (workspace_id, id, state, looked_at, sentence)
    values (${workspaceId}, ${id}, ${jsonForPostgres(state)}, ${now}, '')
    on conflict (workspace_id, id) do update set state = excluded.state`.execute(work)
}

/** Keeps what a monitor said. An alarm stands since it was first said. */
export async function keepReading(
  work: Work,
  workspaceId: string,
  { id, isAlarm, sentence }: Reading & { id: string },
  now: string,
): Promise<void> {
  await sql`insert into monitor_state as m (workspace_id, id, state, looked_at, alarm_since, sentence)
    values (${workspaceId}, ${id}, '{}', ${now}, ${isAlarm ? now : null}, ${cleanText(sentence)})
    on conflict (workspace_id, id) do update set looked_at = excluded.looked_at, sentence = excluded.sentence,
      alarm_since = case when ${isAlarm} then coalesce(m.alarm_since, excluded.alarm_since) end`.execute(work)
}

export async function forgetMonitors(work: Work, but: readonly string[]): Promise<void> {
  await sql`delete from monitor_state where id <> all (${but})`.execute(work)
}

/** What a system was used for since a moment. */
export interface Use {
  traces: number
  spans: number
  demands: number
  refused: number
  errors: number
  acted: number
  tokens: number
  labelled: number
  labelFailures: number
}

/** The hour that a moment lies in counts as a whole. */
export async function useOf(work: Work, system: string, since: string): Promise<Use> {
  const { rows } = await sql<Use>`
    select coalesce(sum(traces), 0)::float8 as traces, coalesce(sum(spans), 0)::float8 as spans,
      coalesce(sum(demands), 0)::float8 as demands, coalesce(sum(refused), 0)::float8 as refused,
      coalesce(sum(errors), 0)::float8 as errors, coalesce(sum(acted), 0)::float8 as acted,
      coalesce(sum(input_tokens + output_tokens), 0)::float8 as tokens, coalesce(sum(labelled), 0)::float8 as labelled,
      coalesce(sum(label_failures), 0)::float8 as "labelFailures"
    from trace_hour where system_slug = ${system} and hour >= date_trunc('hour', ${since}::timestamptz)`.execute(work)
  return rows[0]!
}

/** Demands and labelled items by stratum, from a moment until another. */
export async function strataOf(work: Work, system: string, from: string, to: string): Promise<ProductionStratum[]> {
  const { rows } = await sql<ProductionStratum>`
    select stratum, sum(demands)::float8 as demands, sum(labelled)::float8 as labelled, sum(label_failures)::float8 as "labelFailures"
    from trace_hour where system_slug = ${system} and hour >= ${from}::timestamptz and hour < ${to}::timestamptz
    group by 1 having sum(demands) > 0 or sum(labelled) > 0 order by 2 desc, 1`.execute(work)
  return rows
}

const measures: Readonly<Record<WindowMonitor['measure'], RawBuilder<unknown>>> = {
  refused: sql`sum(refused)`,
  acted: sql`sum(acted)`,
  demands: sql`sum(demands)`,
  tokens: sql`sum(tokens)`,
}
const MOST_ABOVE = 100

/** Sums of those conversations or actors that are above the bound, the largest first; at most a hundred. */
export async function aboveBound(
  work: Work,
  { system, per, measure, most }: Pick<WindowMonitor, 'system' | 'per' | 'measure' | 'most'>,
  since: string,
): Promise<{ digest: string; sum: number }[]> {
  const of = measures[measure]
  const { rows } = await sql<{ digest: string; sum: number }>`
    select digest, ${of}::float8 as sum from trace_window
    where system_slug = ${system} and per = ${per} and hour >= date_trunc('hour', ${since}::timestamptz)
    group by 1 having ${of} > ${most} order by 2 desc, 1 limit ${MOST_ABOVE}`.execute(work)
  return rows
}

/** Services that spans came from, and whose they were taken to be. */
export interface TraceSource {
  service: string
  system: string | null
  spans: number
  lastAt: string
}

export async function traceSources(work: Work): Promise<TraceSource[]> {
  const { rows } = await sql<Omit<TraceSource, 'lastAt'> & { lastAt: Date }>`
    select service, system_slug as system, spans::float8 as spans, last_at as "lastAt" from trace_source
    order by system_slug is not null, last_at desc, service
    limit 100`.execute(work)
  return rows.map(({ lastAt, ...row }) => ({ ...row, lastAt: lastAt.toISOString() }))
}
