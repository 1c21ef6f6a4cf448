import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { ReviewSubject } from '#core/vocabulary'
import { cleanText, type NoTables } from '#platform/database'

type Work = Transaction<NoTables>

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** A review that was held. */
export interface HeldReview {
  kind: ReviewSubject
  id: string
  at: string
  by: string
  note: string
  /** Version that was looked at. */
  version: string | null
}

/** Notes that something was looked at again. */
export async function recordReview(work: Work, workspaceId: string, review: HeldReview): Promise<void> {
  const { kind, id, at, by, note, version } = review
  await sql`insert into review (workspace_id, id, subject_kind, subject_id, at, by, note, subject_version)
    values (${workspaceId}, ${randomUUID()}, ${kind}, ${id}, ${at}, ${by}, ${cleanText(note)}, ${version})`.execute(
    work,
  )
}

/** The last review of everything that had one. */
export async function lastReviews(work: Work): Promise<HeldReview[]> {
  const { rows } = await sql<HeldReview>`
    select distinct on (subject_kind, subject_id) subject_kind as kind, subject_id as id, ${iso('at')} as at, by, note,
      subject_version as version from review order by subject_kind, subject_id, at desc`.execute(work)
  return rows
}

/** When a control or scenario was registered first, and when the register last said something else of it. */
export interface RegisteredTimes {
  kind: 'control' | 'scenario'
  id: string
  registeredAt: string
  changedAt: string
}

export async function registeredTimes(work: Work): Promise<RegisteredTimes[]> {
  const { rows } = await sql<RegisteredTimes>`
    select 'control' as kind, id, ${iso('registered_at')} as "registeredAt", ${iso('changed_at')} as "changedAt" from control
    union all
    select 'scenario', id, ${iso('registered_at')}, ${iso('changed_at')} from scenario`.execute(work)
  return rows
}

/** An incident or near miss that met a control, or was of a system; of a confidential one not what it was. */
export interface MetCase {
  id: string
  /** The control that it met; null: it is of the system. */
  control: string | null
  /** The system that it says it is of. */
  system: string | null
  title: string
  at: string
}

export async function metCases(work: Work): Promise<MetCase[]> {
  const { rows } = await sql<MetCase>`
    select c.id, b.control_id as control, c.system_slug as system, case when c.confidential then 'a confidential case' else c.title end as title,
      ${iso('c.reported_at')} as at
    from assurance_case c left join case_barrier b on c.workspace_id = b.workspace_id and c.id = b.case_id
    where c.kind in ('incident', 'near-miss') and (b.control_id is not null or c.system_slug is not null)
    order by c.reported_at desc`.execute(work)
  return rows
}

/** Day of the newest evidence of how well each control works. */
export async function newestEvidence(work: Work): Promise<{ control: string; newest: string }[]> {
  const { rows } = await sql<{ control: string; newest: string }>`
    select control_id as control, to_char(max(day), 'YYYY-MM-DD') as newest from evidence_day
    where aspect = 'efficacy' and result in ('pass', 'fail') and kind not in ('attestation', 'review')
    group by control_id`.execute(work)
  return rows
}
