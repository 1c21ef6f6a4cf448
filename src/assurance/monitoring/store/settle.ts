import { sql, type Transaction } from 'kysely'
import { jsonForPostgres, type NoTables } from '#platform/database'
import type { ControlHourCounts, EndedTraces, HourCounts, WindowCounts } from '../counts.ts'

type Work = Transaction<NoTables>

/** So many rows of traces are settled at once: in between the database is heard. */
const PART = 20_000

/**
 * Takes up to a part of the traces out of which nothing came since `before`, alike ones counted together. What is taken is
 * counted in the same transaction, or is there the next time.
 */
export async function takeEnded(work: Work, before: string): Promise<{ groups: EndedTraces[]; taken: number }> {
  const { rows } = await sql<EndedTraces>`
    with ended as (delete from open_trace where (trace, system_slug) in (
        select trace, system_slug from open_trace where received_at < ${before}::timestamptz limit ${PART} for update skip locked)
      returning *),
    own as (select e.*, e.is_probe or exists (select 1 from liveness_probe p where p.traces @> array[encode(e.trace, 'hex')]) as is_ours
      from ended e)
    select system_slug as system, stratum, to_char(date_trunc('hour', least(first_at, received_at) at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:00:00.000"Z"') as hour,
      is_demand as "isDemand", is_refused as "isRefused", is_error as "isError", is_stopped_downstream as "isStoppedDownstream",
      label, controls, acted, broken, operations, conversation, actor, is_ours as "isProbe", count(*)::int as traces,
      sum(spans)::int as spans, sum(input_tokens)::float8 as "inputTokens", sum(output_tokens)::float8 as "outputTokens",
      to_char(max(least(last_at, received_at)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastAt"
    from own group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15`.execute(work)
  return { groups: rows, taken: rows.reduce((sum, { traces }) => sum + traces, 0) }
}

/** True where something waits to be settled. */
export async function hasEnded(work: Work, before: string): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`
    select exists (select 1 from open_trace where received_at < ${before}::timestamptz) as some`.execute(work)
  return rows[0]?.some ?? false
}

export async function addHours(work: Work, workspaceId: string, hours: readonly HourCounts[]): Promise<void> {
  if (hours.length === 0) return
  await sql`insert into trace_hour as h (workspace_id, system_slug, stratum, hour, traces, spans, demands, refused, errors,
      acted, input_tokens, output_tokens, labelled, label_failures)
    select ${workspaceId}, system, stratum, hour, traces, spans, demands, refused, errors, acted, "inputTokens", "outputTokens", labelled, "labelFailures"
    from json_to_recordset(${jsonForPostgres(hours)}::json) as r(system text, stratum text, hour timestamptz, traces bigint,
      spans bigint, demands bigint, refused bigint, errors bigint, acted bigint, "inputTokens" bigint, "outputTokens" bigint, labelled bigint,
      "labelFailures" bigint)
    on conflict (workspace_id, system_slug, stratum, hour) do update set traces = h.traces + excluded.traces,
      spans = h.spans + excluded.spans, demands = h.demands + excluded.demands, refused = h.refused + excluded.refused,
      errors = h.errors + excluded.errors, acted = h.acted + excluded.acted, input_tokens = h.input_tokens + excluded.input_tokens,
      output_tokens = h.output_tokens + excluded.output_tokens, labelled = h.labelled + excluded.labelled,
      label_failures = h.label_failures + excluded.label_failures`.execute(work)
}

export async function addControlHours(
  work: Work,
  workspaceId: string,
  hours: readonly ControlHourCounts[],
): Promise<void> {
  if (hours.length === 0) return
  await sql`insert into trace_control_hour as h (workspace_id, control_id, hour, demands, carried, acted, effects, broken, last_effect_at)
    select ${workspaceId}, control, hour, demands, carried, acted, effects, broken, "lastEffectAt"
    from json_to_recordset(${jsonForPostgres(hours)}::json) as r(control text, hour timestamptz, demands bigint, carried bigint,
      acted bigint, effects bigint, broken bigint, "lastEffectAt" timestamptz)
    on conflict (workspace_id, control_id, hour) do update set demands = h.demands + excluded.demands,
      carried = h.carried + excluded.carried, acted = h.acted + excluded.acted, effects = h.effects + excluded.effects,
      broken = h.broken + excluded.broken, last_effect_at = greatest(h.last_effect_at, excluded.last_effect_at)`.execute(
    work,
  )
}

export async function addWindows(work: Work, workspaceId: string, windows: readonly WindowCounts[]): Promise<void> {
  if (windows.length === 0) return
  await sql`insert into trace_window as w (workspace_id, system_slug, per, digest, hour, demands, refused, acted, tokens)
    select ${workspaceId}, system, per, digest, hour, demands, refused, acted, tokens
    from json_to_recordset(${jsonForPostgres(windows)}::json) as r(system text, per text, digest text, hour timestamptz, demands int,
      refused int, acted int, tokens bigint)
    on conflict (workspace_id, system_slug, per, hour, digest) do update set demands = w.demands + excluded.demands,
      refused = w.refused + excluded.refused, acted = w.acted + excluded.acted, tokens = w.tokens + excluded.tokens`.execute(
    work,
  )
}

/** Demands on a control of one hour that evidence has not told yet. */
export interface UntoldCoverage {
  control: string
  hour: string
  carried: number
  missed: number
}

/** Hours with demands that evidence does not count yet, and notes that it does from now on: the caller appends it with this. */
export async function takeUntold(work: Work, controls: readonly string[], now: string): Promise<UntoldCoverage[]> {
  const { rows } = await sql<UntoldCoverage>`
    update trace_control_hour h set told_demands = h.demands, told_carried = h.carried, told_at = ${now}::timestamptz
    from (select control_id, hour, carried - told_carried as carried, (demands - carried) - (told_demands - told_carried) as missed
      from trace_control_hour where control_id = any (${controls}) and demands > told_demands for update) old
    where h.control_id = old.control_id and h.hour = old.hour
    returning h.control_id as control, to_char(h.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00.000"Z"') as hour,
      old.carried::int as carried, old.missed::int as missed`.execute(work)
  return rows
}

/** Controls with demands that evidence does not count yet, told last before `before` or never. */
export async function untoldControls(work: Work, before: string): Promise<string[]> {
  const { rows } = await sql<{ control: string }>`select control_id as control from trace_control_hour group by 1
    having sum(demands) > sum(told_demands) and coalesce(max(told_at), '-infinity') < ${before}::timestamptz`.execute(
    work,
  )
  return rows.map(({ control }) => control)
}

/** Of each control when it last acted so that something else showed it, since a moment. */
export async function lastEffects(work: Work, since: string): Promise<{ control: string; at: string }[]> {
  const { rows } = await sql<{ control: string; at: Date }>`select control_id as control, max(last_effect_at) as at
    from trace_control_hour where last_effect_at >= ${since}::timestamptz group by 1`.execute(work)
  return rows.map(({ control, at }) => ({ control, at: at.toISOString() }))
}

/** Strata that are told apart already, by system. */
export async function knownStrata(work: Work): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ system: string; strata: string[] }>`
    select system_slug as system, array_agg(distinct stratum) as strata from trace_hour group by 1`.execute(work)
  return new Map(rows.map(({ system, strata }) => [system, new Set(strata)]))
}

/** How long what is counted is kept. */
const RECENT_SPANS = 2_000
const WINDOWS = sql`interval '8 days'`
const HOURS = sql`interval '400 days'`
const REQUESTS = sql`interval '30 days'`
const MOST_SOURCES = 500

/** Forgets what is older than anybody asks for. */
export async function forgetOld(work: Work, now: string): Promise<void> {
  await sql`delete from recent_span where id <= (select id from recent_span order by id desc offset ${RECENT_SPANS} limit 1)`.execute(
    work,
  )
  await sql`delete from trace_window where hour < ${now}::timestamptz - ${WINDOWS}`.execute(work)
  await sql`delete from trace_hour where hour < ${now}::timestamptz - ${HOURS}`.execute(work)
  await sql`delete from trace_control_hour where hour < ${now}::timestamptz - ${HOURS}`.execute(work)
  await sql`delete from trace_request where received_at < ${now}::timestamptz - ${REQUESTS}`.execute(work)
  await sql`delete from trace_source where service in (select service from trace_source order by last_at desc offset ${MOST_SOURCES})`.execute(
    work,
  )
}
