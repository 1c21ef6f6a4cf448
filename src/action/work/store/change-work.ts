import { type RawBuilder, sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { NoTables } from '#platform/database'
import { type SeenWork, type WorkChange, type WorkFields, workColumns } from '../work.ts'
import type { Change } from './changes.ts'

type Work = Transaction<NoTables>

const types: Readonly<Record<keyof WorkFields, RawBuilder<unknown>>> = {
  assignee: sql`text`,
  team: sql`text`,
  progress: sql`text`,
  dueAt: sql`timestamptz`,
  ticketUrl: sql`text`,
}
const fields = Object.keys(workColumns) as (keyof WorkFields)[]
const columnOf = (field: keyof WorkFields) => sql.ref(workColumns[field])
const columns = sql.join(fields.map(columnOf))

/** `{"assignee": …}` of these fields, of the row `of`. */
function told(of: string, which: readonly (keyof WorkFields)[]): RawBuilder<unknown> {
  const pairs = which.flatMap((field) => [sql.lit(field), sql.ref(`${of}.${workColumns[field]}`)])
  return sql`jsonb_build_object(${sql.join(pairs)})`
}

/** What becomes of a finding's claim is told as such. */
const eventKind = sql`case when n.progress is distinct from d.progress and n.progress = 'claimed-fixed' then 'claimed'
  when n.progress is distinct from d.progress and d.progress = 'claimed-fixed' then 'claim-withdrawn' else 'worked' end`

/**
 * Sets fields of the work on findings, by number, and keeps what they were. What is resolved is left as it is; what is
 * suppressed cannot be claimed fixed. Refused where it is something else by now than what its writer had seen. Problems: `no-such-member`, `changed-meanwhile`. @returns how many were changed.
 */
export async function changeWork(
  work: Work,
  { id, workspaceId, by, now }: Change,
  seqs: readonly number[],
  change: WorkChange,
  { version, saw, unchangedSince }: SeenWork = {},
): Promise<Result<number>> {
  await lockWork(work, workspaceId, seqs)
  if (change.assignee && !(await isMember(work, workspaceId, change.assignee)))
    return err(problem('no-such-member', `"${change.assignee}" is nobody of this workspace`))
  if (version !== undefined && !(await isStill(work, seqs, version)))
    return err(problem('changed-meanwhile', 'somebody else has changed it since: look at it again'))
  const faster = unchangedSince === undefined ? undefined : await firstSince(work, seqs, { since: unchangedSince, by })
  if (faster !== undefined)
    return err(problem('changed-meanwhile', `${faster} has changed the work on it since you looked: look at it again`))
  const other = await firstUnseen(work, seqs, saw ?? {})
  if (other) return err(problem('changed-meanwhile', unseenWords(other)))
  const given = givenOf(change)
  const wanted = fields.map((field) =>
    change[field] === undefined
      ? sql`t.${columnOf(field)}`
      : sql`${change[field]}::${types[field]} as ${columnOf(field)}`,
  )
  const closed = change.progress === 'claimed-fixed' ? sql`f.state <> 'open'` : sql`f.state = 'resolved'`
  const { rows } = await sql<{ changed: number }>`
    with t as (
      select f.id, ${sql.join(fields.map((field) => sql`w.${columnOf(field)}`))}
      from finding f left join finding_work w on w.workspace_id = f.workspace_id and w.finding_id = f.id
      where f.seq = any (${seqs}::bigint[]) and not (${closed})
    ), n as (
      select t.id, ${sql.join(wanted)} from t
    ), d as (
      select t.* from t join n on n.id = t.id
      where ${sql.join(
        given.map((field) => sql`t.${columnOf(field)} is distinct from n.${columnOf(field)}`),
        sql` or `,
      )}
    ), written as (
      insert into finding_work (workspace_id, finding_id, ${columns}, updated_by, updated_at)
      select ${workspaceId}::uuid, n.id, ${sql.join(fields.map((field) => sql`n.${columnOf(field)}`))}, ${by}, ${now}::timestamptz
      from n join d on d.id = n.id
      on conflict (workspace_id, finding_id) do update set
        ${sql.join(fields.map((field) => sql`${columnOf(field)} = excluded.${columnOf(field)}`))},
        updated_by = excluded.updated_by, updated_at = excluded.updated_at
    ), kept as (
      insert into finding_change_part (workspace_id, change_id, finding_id, before)
      select ${workspaceId}::uuid, ${id}::uuid, d.id, ${told('d', fields)} from d
    ), noted as (
      insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select ${workspaceId}::uuid, d.id, ${now}::timestamptz, ${eventKind},
        jsonb_build_object('by', ${by}::text, 'before', ${told('d', given)}, 'after', ${told('n', given)})
      from d join n on n.id = d.id
    )
    select count(*)::int as changed from d`.execute(work)
  return ok(rows[0]?.changed ?? 0)
}

/** Gives findings back what a change took, unless somebody changed them since. @returns how many have it back. */
export async function undoWork(work: Work, change: Change, made: { by: string; at: Instant }): Promise<number> {
  const { id, workspaceId, by, now } = change
  await lockWork(work, workspaceId, [])
  const was = fields.map((field) => sql`${columnOf(field)} = (p.before ->> ${sql.lit(field)})::${types[field]}`)
  const { rows } = await sql<{ restored: number }>`
    with d as (
      select w.finding_id as id, ${sql.join(fields.map((field) => sql`w.${columnOf(field)}`))}
      from finding_change_part p join finding_work w on w.workspace_id = p.workspace_id and w.finding_id = p.finding_id
      where p.change_id = ${id}::uuid and w.updated_at = ${made.at}::timestamptz and w.updated_by = ${made.by}
    ), n as (
      update finding_work w set ${sql.join(was)}, updated_by = ${by}, updated_at = ${now}::timestamptz
      from finding_change_part p
      where p.change_id = ${id}::uuid and p.finding_id = w.finding_id and w.finding_id in (select id from d)
      returning w.finding_id as id, ${sql.join(fields.map((field) => sql`w.${columnOf(field)}`))}
    ), noted as (
      insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select ${workspaceId}::uuid, d.id, ${now}::timestamptz, ${eventKind},
        jsonb_build_object('by', ${by}::text, 'undo', true, 'before', ${told('d', fields)}, 'after', ${told('n', fields)})
      from d join n on n.id = d.id
    )
    select count(*)::int as restored from n`.execute(work)
  return rows[0]?.restored ?? 0
}

/** Whether somebody of this name may be given work. */
export async function isMember(work: Work, workspaceId: string, name: string): Promise<boolean> {
  const { rows } = await sql`select from membership m join account a on a.id = m.account_id
    where m.workspace_id = ${workspaceId} and a.name = ${name} and m.disabled_at is null`.execute(work)
  return rows.length > 0
}

/** Whether the work on these was last changed at `version`; `null`: never. */
async function isStill(work: Work, seqs: readonly number[], version: string | null): Promise<boolean> {
  const { rows } = await sql<{
    still: boolean | null
  }>`select bool_and(w.updated_at is not distinct from ${version}::timestamptz) as still
    from finding f left join finding_work w on w.workspace_id = f.workspace_id and w.finding_id = f.id
    where f.seq = any (${seqs}::bigint[])`.execute(work)
  return rows[0]?.still !== false
}

/** Who else changed the work on one of these findings later than that. */
async function firstSince(
  work: Work,
  seqs: readonly number[],
  { since, by }: { since: string; by: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ by: string }>`select w.updated_by as by
    from finding f join finding_work w on w.workspace_id = f.workspace_id and w.finding_id = f.id
    where f.seq = any (${seqs}::bigint[]) and w.updated_at > ${since}::timestamptz and w.updated_by <> ${by}
    order by w.updated_at limit 1`.execute(work)
  return rows[0]?.by
}

/**
 * Lets one change of the work in a workspace follow the other, until the transaction ends: what is compared, and told as
 * the value before, is what the one before left. Where nobody has worked yet there is no row that could be locked.
 */
async function lockWork(work: Work, workspaceId: string, seqs: readonly number[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`work on findings of ${workspaceId}`}, 0))`.execute(work)
  await sql`select from finding_work where finding_id in (select id from finding where seq = any (${seqs}::bigint[]))
    order by finding_id for update`.execute(work)
}

const givenOf = (change: WorkChange) => fields.filter((field) => change[field] !== undefined)

/** A field that is something else than its writer saw, and who made it so. */
interface Unseen {
  field: keyof WorkFields
  value: string | null
  by: string | null
}

async function firstUnseen(work: Work, seqs: readonly number[], saw: WorkChange): Promise<Unseen | undefined> {
  for (const field of givenOf(saw)) {
    const { rows } = await sql<{ value: string | Date | null; by: string | null }>`
      select w.${columnOf(field)} as value, coalesce((
        select e.detail ->> 'by' from finding_event e
        where e.workspace_id = f.workspace_id and e.finding_id = f.id and e.detail -> 'after' ? ${sql.lit(field)}
        order by e.at desc limit 1), w.updated_by) as by
      from finding f left join finding_work w on w.workspace_id = f.workspace_id and w.finding_id = f.id
      where f.seq = any (${seqs}::bigint[]) and w.${columnOf(field)} is distinct from ${saw[field]}::${types[field]}
      limit 1`.execute(work)
    if (rows[0]) {
      const { value, by } = rows[0]
      return { field, by, value: value instanceof Date ? value.toISOString().slice(0, 10) : value }
    }
  }
  return undefined
}

const fieldWords: Readonly<Record<keyof WorkFields, string>> = {
  assignee: 'assignee',
  team: 'team',
  progress: 'progress',
  dueAt: 'due date',
  ticketUrl: 'ticket',
}

function unseenWords({ field, value, by }: Unseen): string {
  const made = value === null ? 'has taken it away' : `has set it to "${value}"`
  return `the ${fieldWords[field]} is no longer what you saw: ${by ?? 'somebody else'} ${made} meanwhile`
}
