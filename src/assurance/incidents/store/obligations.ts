import { sql, type Transaction } from 'kysely'
import { cleanText, type NoTables } from '#platform/database'
import { type ObligationCalendar, usualCalendar } from '../obligations/index.ts'

type Work = Transaction<NoTables>

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** What somebody said of a duty to report. */
export interface SaidObligation {
  ruleId: string
  startedAt: string
  state: 'open' | 'filed' | 'not-applicable'
  note: string | null
  filedAt: string | null
  /** Of a filed one: the version and the day it was filed under. */
  ruleVersion: number | null
  dueAt: string | null
  saidBy: string
}

export async function readObligations(work: Work, caseId: string): Promise<SaidObligation[]> {
  const { rows } = await sql<SaidObligation>`
    select rule_id as "ruleId", ${iso('started_at')} as "startedAt", state, note, ${iso('filed_at')} as "filedAt",
      rule_version as "ruleVersion", ${iso('due_at')} as "dueAt", said_by as "saidBy" from case_obligation
    where case_id = ${caseId}`.execute(work)
  return rows
}

/** Cases with a duty that applies and whose report was not sent yet. */
export async function casesWithOpenDuties(work: Work, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select case_id as id from case_obligation where state = 'open' group by case_id order by min(started_at), case_id
    limit ${most}`.execute(work)
  return rows.map(({ id }) => id)
}

export async function sayObligation(
  work: Work,
  workspaceId: string,
  caseId: string,
  said: SaidObligation,
  now: string,
): Promise<void> {
  const { ruleId, startedAt, state, note, filedAt, ruleVersion, dueAt, saidBy } = said
  await sql`insert into case_obligation (workspace_id, case_id, rule_id, started_at, state, note, filed_at, rule_version, due_at,
      said_by, said_at)
    values (${workspaceId}, ${caseId}, ${ruleId}, ${startedAt}, ${state}, ${note === null ? null : cleanText(note)}, ${filedAt},
      ${ruleVersion}, ${dueAt}, ${saidBy}, ${now})
    on conflict (workspace_id, case_id, rule_id) do update set started_at = excluded.started_at, state = excluded.state,
      note = excluded.note, filed_at = excluded.filed_at, rule_version = excluded.rule_version, due_at = excluded.due_at,
      said_by = excluded.said_by, said_at = excluded.said_at`.execute(work)
}

/** By whose calendar clocks run here. */
export async function readCalendar(work: Work): Promise<ObligationCalendar> {
  const { rows } = await sql<ObligationCalendar>`
    select time_zone as "timeZone", array(select to_char(d, 'YYYY-MM-DD') from unnest(holidays) d order by d) as holidays
    from obligation_calendar`.execute(work)
  return rows[0] ?? usualCalendar
}

export async function writeCalendar(
  work: Work,
  workspaceId: string,
  { timeZone, holidays }: ObligationCalendar,
  { by, now }: { by: string; now: string },
): Promise<void> {
  await sql`insert into obligation_calendar (workspace_id, time_zone, holidays, changed_by, changed_at)
    values (${workspaceId}, ${timeZone}, ${[...holidays]}::date[], ${by}, ${now})
    on conflict (workspace_id) do update set time_zone = excluded.time_zone, holidays = excluded.holidays,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(work)
}
