import { sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { NoTables } from '#platform/database'

type Work = Transaction<NoTables>

/** Who changes findings, when, and the number under which it can be undone. */
export interface Change {
  id: string
  workspaceId: string
  by: string
  now: Instant
}

/** So long a change can be undone. */
const KEPT = sql`interval '30 days'`

/** Notes that a change is about to be made; those that are too old to be undone are forgotten. */
export async function beginChange(work: Work, { id, workspaceId, by, now }: Change, change: object): Promise<void> {
  await sql`delete from finding_change where made_at < ${now}::timestamptz - ${KEPT}`.execute(work)
  await sql`insert into finding_change (workspace_id, id, made_by, made_at, change, findings)
    values (${workspaceId}, ${id}, ${by}, ${now}, ${JSON.stringify(change)}, 0)`.execute(work)
}

/** Notes how many findings it changed. */
export async function endChange(work: Work, { id }: Change, findings: number): Promise<void> {
  await sql`update finding_change set findings = ${findings} where id = ${id}`.execute(work)
}

/** What was changed, so that it can be undone. */
export interface MadeChange {
  by: string
  at: Instant
  findings: number
}

/** Marks a change as undone. Problems: `not-found`, `undone-already`. */
export async function beginUndo(work: Work, { id, by, now }: Change): Promise<Result<MadeChange>> {
  const { rows } = await sql<{ made_by: string; made_at: Date; findings: number; undone_at: Date | null }>`
    select made_by, made_at, findings, undone_at from finding_change where id = ${id} for update`.execute(work)
  const made = rows[0]
  if (!made) return err(problem('not-found', 'there is no such change, or it is older than 30 days'))
  if (made.undone_at) return err(problem('undone-already', 'it was undone already'))
  await sql`update finding_change set undone_by = ${by}, undone_at = ${now} where id = ${id}`.execute(work)
  return ok({ by: made.made_by, at: made.made_at.toISOString() as Instant, findings: made.findings })
}

/** On how many assets the findings of a change are, and how they are decided. */
export async function reachOf(
  work: Work,
  id: string,
): Promise<{ assets: number; decisions: Record<'now' | 'soon' | 'scheduled' | 'defer', number> }> {
  const { rows } = await sql<Record<'assets' | 'now' | 'soon' | 'scheduled' | 'defer', number>>`
    select count(distinct f.asset_id)::int as assets,
      count(*) filter (where f.urgency = 'now')::int as now, count(*) filter (where f.urgency = 'soon')::int as soon,
      count(*) filter (where f.urgency = 'scheduled')::int as scheduled,
      count(*) filter (where f.urgency = 'defer')::int as defer
    from (
      select finding_id from finding_change_part where change_id = ${id}
      union all select finding_id from disposition where change_id = ${id}
    ) c join finding f on f.id = c.finding_id`.execute(work)
  const { assets, ...decisions } = rows[0]!
  return { assets, decisions }
}
