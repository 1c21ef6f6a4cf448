import { type RawBuilder, sql, type Transaction } from 'kysely'
import { parseRange } from '#core/network'
import { cleanText, type Database, jsonForPostgres } from '#platform/database'
import { pastedHost } from '../pasted.ts'
import type { QuestionLogRow } from '../probe-log.ts'

/** Adds questions to those that are written down of a run. */
export async function keepQuestions<Tables>(
  work: Transaction<Tables>,
  { workspaceId, runId }: { workspaceId: string; runId: string },
  rows: readonly QuestionLogRow[],
): Promise<void> {
  if (rows.length === 0) return
  const clean = rows.map((row) => ({ ...row, about: cleanText(row.about), outcome: cleanText(row.outcome) }))
  await sql`insert into question_log (workspace_id, run_id, via, server, about, step, outcome, count, first_at, last_at)
      select ${workspaceId}::uuid, ${runId}::uuid, via, server, about, step, max(outcome), sum(count), min("firstAt"),
        max("lastAt")
      from jsonb_to_recordset(${jsonForPostgres(clean)}::jsonb) as given (via text, server text, about text, step text,
        outcome text, count bigint, "firstAt" timestamptz, "lastAt" timestamptz) group by via, server, about, step
      on conflict (workspace_id, run_id, via, server, step, md5(about)) do update
        set count = question_log.count + excluded.count, last_at = greatest(question_log.last_at, excluded.last_at),
          outcome = coalesce(nullif(excluded.outcome, ''), question_log.outcome)`.execute(work)
}

interface QuestionsAsked {
  after?: string | undefined
  limit?: number
  /** A server by its address or range, or a name that was asked about, with all in its zone. */
  target?: string | undefined
}

/** A page of whom a run asked what, in the order of the first question of each. */
export async function readQuestions(
  database: Database,
  workspaceId: string,
  runId: string,
  { after = '0', limit = 200, target = '' }: QuestionsAsked = {},
): Promise<(QuestionLogRow & { id: string })[]> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<QuestionLogRow & { id: string }>`select id::text, via, server, about, step, outcome, count::float8 as count,
        instant_text(first_at) as "firstAt", instant_text(last_at) as "lastAt" from question_log
      where run_id::text = ${runId} and id > ${after}::bigint and ${isAsked(pastedHost(target).toLowerCase())}
      order by id limit ${limit}`.execute(work),
  )
  return rows
}

function isAsked(target: string): RawBuilder<unknown> {
  if (target === '') return sql`true`
  const range = parseRange(target)
  const host = sql`regexp_replace(server, '^\\[?(.*?)\\]?(:\\d+)?$', '\\1')`
  if (range) {
    const [first, last = first] = range.text.split('-')
    const isIp = sql`via = 'dns' and server ~ '^[0-9a-f.:\\[\\]]+$'`
    return range.text.includes('-')
      ? sql`case when ${isIp} then ${host}::inet between ${first}::inet and ${last}::inet else false end`
      : sql`case when ${isIp} then ${host}::inet <<= ${range.text}::inet else false end`
  }
  // In an address that was asked for a name stands after a sign.
  const named = `(^|[^a-z0-9-])${target.replaceAll(/[.*+?^${}()|[\]\\]/g, (sign) => `\\${sign}`)}`
  return sql`(server = ${target} or about = ${target} or ${target} like '%.' || about
    or (via = 'http' and about ~* ${named}))`
}
