import { randomBytes } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { jsonForPostgres, type NoTables } from '#platform/database'
import type { TraceSettings } from '../settings.ts'
import type { Tallied, TraceTally } from '../tally.ts'

type Work = Transaction<NoTables>

const KEY_BYTES = 32

/** How traces of this workspace are taken, with the key of its digests; both are made where there are none. */
export async function traceSettings(work: Work, workspaceId: string): Promise<TraceSettings & { key: Buffer }> {
  await sql`insert into trace_setting (workspace_id, digest_key) values (${workspaceId}, ${randomBytes(KEY_BYTES)})
    on conflict do nothing`.execute(work)
  const { rows } = await sql<TraceSettings & { key: Buffer }>`select digest_key as key, sample,
    spans_per_second as "spansPerSecond", keep_digests as "keepDigests" from trace_setting`.execute(work)
  return rows[0]!
}

export async function changeTraceSettings(work: Work, workspaceId: string, to: TraceSettings): Promise<void> {
  await traceSettings(work, workspaceId)
  await sql`update trace_setting set sample = ${to.sample}, spans_per_second = ${to.spansPerSecond},
    keep_digests = ${to.keepDigests}`.execute(work)
}

/** A span as it is shown for a while. */
export interface RecentSpan {
  at: string
  trace: string
  name: string
  service: string | null
  system: string | null
  controls: string[]
  operation: string | null
  model: string | null
  decision: string | null
  isRefused: boolean
  isError: boolean
  durationMs: number
  inputTokens: number
  outputTokens: number
  conversation: string | null
  actor: string | null
  contentLength: number
  contentDigest: string | null
}

/** Joins what a request says of traces to what is known of them. The order of requests does not matter. */
export async function keepTallies(work: Work, workspaceId: string, { traces, sources }: Tallied, now: string) {
  if (traces.length > 0) await keepTraces(work, workspaceId, traces, now)
  await noteSources(work, workspaceId, sources, now)
}

/** Notes what services spans came from, and when the last of them did. */
export async function noteSources(
  work: Work,
  workspaceId: string,
  sources: Tallied['sources'],
  lastAt: string,
): Promise<void> {
  await sql`insert into trace_source (workspace_id, service, system_slug, spans, last_at)
    select ${workspaceId}, service, system, spans, ${lastAt}::timestamptz
    from json_to_recordset(${jsonForPostgres(sources)}::json) as r(service text, system text, spans bigint)
    on conflict (workspace_id, service) do update set spans = trace_source.spans + excluded.spans,
      system_slug = excluded.system_slug, last_at = greatest(trace_source.last_at, excluded.last_at)`.execute(work)
}

async function keepTraces(work: Work, workspaceId: string, traces: readonly TraceTally[], now: string): Promise<void> {
  // In one order, so that two requests about the same traces wait for each other and never both.
  const ordered = traces.toSorted((a, b) =>
    a.trace < b.trace ? -1 : a.trace > b.trace ? 1 : a.system < b.system ? -1 : 1,
  )
  await sql`insert into open_trace (workspace_id, trace, system_slug, stratum, first_at, last_at, received_at, spans, is_demand,
      is_refused, is_error, is_stopped_downstream, has_reached, input_tokens, output_tokens, controls, acted, broken,
      operations, conversation, actor, label, is_probe)
    select ${workspaceId}, decode(trace, 'hex'), system, stratum, to_timestamp("firstMs" / 1000.0), to_timestamp("lastMs" / 1000.0),
      ${now}::timestamptz, spans, "isDemand", "isRefused", "isError", "isStoppedDownstream", "hasReached", "inputTokens",
      "outputTokens", texts(controls), texts(acted), texts(broken), texts(operations), conversation, actor, label, "isProbe"
    from json_to_recordset(${jsonForPostgres(ordered)}::json) as r(trace text, system text, stratum text, "firstMs" float8,
      "lastMs" float8, spans int, "isDemand" bool, "isRefused" bool, "isError" bool, "isStoppedDownstream" bool, "hasReached" bool,
      "inputTokens" bigint, "outputTokens" bigint, controls json, acted json, broken json, operations json, conversation text,
      actor text, label text, "isProbe" bool)
    on conflict (workspace_id, trace, system_slug) do update set
      stratum = case when open_trace.stratum = '' then excluded.stratum else open_trace.stratum end,
      first_at = least(open_trace.first_at, excluded.first_at), last_at = greatest(open_trace.last_at, excluded.last_at),
      received_at = excluded.received_at, spans = open_trace.spans + excluded.spans,
      is_demand = open_trace.is_demand or excluded.is_demand, is_refused = open_trace.is_refused or excluded.is_refused,
      is_error = open_trace.is_error or excluded.is_error,
      is_stopped_downstream = open_trace.is_stopped_downstream or excluded.is_stopped_downstream,
      has_reached = open_trace.has_reached or excluded.has_reached,
      input_tokens = open_trace.input_tokens + excluded.input_tokens,
      output_tokens = open_trace.output_tokens + excluded.output_tokens,
      controls = joined_texts(open_trace.controls, excluded.controls), acted = joined_texts(open_trace.acted, excluded.acted),
      broken = joined_texts(open_trace.broken, excluded.broken),
      operations = joined_texts(open_trace.operations, excluded.operations),
      conversation = coalesce(open_trace.conversation, excluded.conversation),
      actor = coalesce(open_trace.actor, excluded.actor),
      is_probe = open_trace.is_probe or excluded.is_probe,
      label = case when 'fail' in (open_trace.label, excluded.label) then 'fail' else coalesce(open_trace.label, excluded.label) end`.execute(
    work,
  )
}

/** Keeps some of the newest spans. How many are kept in all, `trimRecent` says. */
export async function keepRecent(work: Work, workspaceId: string, spans: readonly RecentSpan[]): Promise<void> {
  if (spans.length === 0) return
  await sql`insert into recent_span (workspace_id, at, trace, name, service, system_slug, controls, operation, model, decision,
      is_refused, is_error, duration_ms, input_tokens, output_tokens, conversation, actor, content_length, content_digest)
    select ${workspaceId}, at, trace, name, service, system, texts(controls), operation, model, decision, "isRefused", "isError",
      "durationMs", "inputTokens", "outputTokens", conversation, actor, "contentLength", "contentDigest"
    from json_to_recordset(${jsonForPostgres(spans)}::json) as r(at timestamptz, trace text, name text, service text, system text,
      controls json, operation text, model text, decision text, "isRefused" bool, "isError" bool, "durationMs" int,
      "inputTokens" int, "outputTokens" int, conversation text, actor text, "contentLength" int, "contentDigest" text)`.execute(
    work,
  )
}

/** Notes the digest of a request as it came; false when it was noted before. */
export async function noteRequest(
  work: Work,
  workspaceId: string,
  { digest, at, bytes, spans, kept }: { digest: string; at: string; bytes: number; spans: number; kept: number },
): Promise<void> {
  await sql`insert into trace_request (workspace_id, digest, received_at, bytes, spans, kept)
    values (${workspaceId}, ${digest}, ${at}, ${bytes}, ${spans}, ${kept}) on conflict do nothing`.execute(work)
}

/** The newest spans. */
export async function recentSpans(work: Work, limit: number): Promise<RecentSpan[]> {
  const { rows } = await sql<Omit<RecentSpan, 'at'> & { at: Date }>`
    select at, trace, name, service, system_slug as system, controls, operation, model, decision, is_refused as "isRefused",
      is_error as "isError", duration_ms as "durationMs", input_tokens as "inputTokens", output_tokens as "outputTokens",
      conversation, actor, content_length as "contentLength", content_digest as "contentDigest"
    from recent_span order by id desc limit ${limit}`.execute(work)
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}
