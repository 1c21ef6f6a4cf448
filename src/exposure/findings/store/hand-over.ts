import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { NoTables } from '#platform/database'
import type { Succession } from '../succession.ts'

type Work = Transaction<NoTables>

interface Moment {
  workspaceId: string
  now: Instant
}

/**
 * Hands what people did about findings over to those they go on as: the work, comments, tickets, claims, rulings, the way
 * back of changes, and the due clock where the decision is the same. Both tell it in their history. A finding that had a
 * life of its own keeps its own work and its own rulings: nobody ruled on it.
 */
export async function handOver(work: Work, moment: Moment, pairs: readonly Succession[]): Promise<void> {
  if (pairs.length === 0) return
  const [moved, merged] = [pairs.filter(({ how }) => how === 'moved'), pairs.filter(({ how }) => how === 'merged')]
  await takeState(work, moment, moved)
  await moveWork(work, moved)
  await fillWork(work, merged)
  await moveAlong(work, pairs)
  await sql`update disposition d set finding_id = p.to_id from ${listed(moved)} where d.finding_id = p.from_id`.execute(
    work,
  )
  await untellComing(work, moved)
  await endAsMoved(work, moment, pairs)
}

/** The pairs as rows `p (from_id, to_id)`. */
function listed(pairs: readonly Succession[]): RawBuilder<unknown> {
  return sql`unnest(${pairs.map(({ from }) => from.id)}::text[], ${pairs.map(({ to }) => to.id)}::text[]) as p (from_id, to_id)`
}

/** A ruling goes on speaking until it is asked whether what it rests on is as it was; a decision that stays has its clock. */
async function takeState(work: Work, { workspaceId, now }: Moment, moved: readonly Succession[]): Promise<void> {
  await sql`
    with taken as (
      update finding n set
        state = case when o.state = 'suppressed' then 'suppressed' else n.state end,
        disposition_id = case when o.state = 'suppressed' then o.disposition_id end,
        priority_since = case when n.urgency = o.urgency then o.priority_since else n.priority_since end,
        due_at = case when n.urgency = o.urgency then o.priority_since + (n.due_at - n.priority_since) else n.due_at end
      from ${listed(moved)} join finding o on o.id = p.from_id
      where n.id = p.to_id
      returning n.id, o.urgency as was_urgency, o.verdict as was_verdict, o.why as was_why, n.urgency, n.verdict, n.why
    )
    insert into finding_event (workspace_id, finding_id, at, kind, detail)
    select ${workspaceId}, id, ${now}, 'changed', jsonb_build_object(
      'before', jsonb_build_object('urgency', was_urgency, 'verdict', was_verdict, 'why', was_why),
      'after', jsonb_build_object('urgency', urgency, 'verdict', verdict, 'why', why))
    from taken where urgency <> was_urgency`.execute(work)
}

/** The row itself goes over, with when it was changed and claimed: what was done can still be undone. */
async function moveWork(work: Work, moved: readonly Succession[]): Promise<void> {
  await sql`delete from finding_work w using ${listed(moved)} where w.finding_id = p.to_id
    and exists (select from finding_work o where o.finding_id = p.from_id)`.execute(work)
  await sql`update finding_work w set finding_id = p.to_id from ${listed(moved)} where w.finding_id = p.from_id`.execute(
    work,
  )
}

/** Who had nobody and no date gets them from the finding that it takes in. */
async function fillWork(work: Work, merged: readonly Succession[]): Promise<void> {
  await sql`
    insert into finding_work as t (workspace_id, finding_id, assignee, team, due_at, ticket_url, updated_by, updated_at)
    select distinct on (p.to_id) w.workspace_id, p.to_id, w.assignee, w.team, w.due_at, w.ticket_url, w.updated_by, w.updated_at
    from ${listed(merged)} join finding_work w on w.finding_id = p.from_id order by p.to_id, w.updated_at desc, p.from_id
    on conflict (workspace_id, finding_id) do update set assignee = coalesce(t.assignee, excluded.assignee),
      team = coalesce(t.team, excluded.team), due_at = coalesce(t.due_at, excluded.due_at),
      ticket_url = coalesce(t.ticket_url, excluded.ticket_url)`.execute(work)
}

async function moveAlong(work: Work, pairs: readonly Succession[]): Promise<void> {
  await sql`update finding_comment c set finding_id = p.to_id from ${listed(pairs)} where c.finding_id = p.from_id`.execute(
    work,
  )
  await sql`update ticket t set finding_id = p.to_id from ${listed(onePerTarget(pairs))} where t.finding_id = p.from_id
    and not exists (select from ticket o where o.target_id = t.target_id and o.finding_id = p.to_id)`.execute(work)
  await sql`update finding_change_part c set finding_id = p.to_id from ${listed(onePerTarget(pairs))}
    where c.finding_id = p.from_id
      and not exists (select from finding_change_part o where o.change_id = c.change_id and o.finding_id = p.to_id)`.execute(
    work,
  )
}

/** Of several that become one, the first hands over what there can be one of. */
function onePerTarget(pairs: readonly Succession[]): Succession[] {
  return [...new Map(pairs.toReversed().map((pair) => [pair.to.id, pair])).values()]
}

/** It is not new: what was written of its coming, and is to be told of it, is taken back. */
async function untellComing(work: Work, moved: readonly Succession[]): Promise<void> {
  await sql`
    with coming as (
      select distinct on (e.finding_id) e.id, e.finding_id from finding_event e join ${listed(moved)} on e.finding_id = p.to_id
      where e.kind in ('opened', 'reopened') order by e.finding_id, e.id desc
    ), untold as (
      delete from notice n using coming c where n.key = 'event:' || c.id
    )
    delete from finding_event e using coming c where e.finding_id = c.finding_id and e.id = c.id`.execute(work)
}

/** All versions that match, as one text. */
function versionsOf(finding: 'o' | 'n') {
  const [version, others] = [sql.ref(`${finding}.component_version`), sql.ref(`${finding}.other_versions`)]
  return sql`concat_ws(', ', ${version}, nullif(array_to_string(${others}, ', '), ''))`
}

async function endAsMoved(work: Work, { workspaceId, now }: Moment, pairs: readonly Succession[]): Promise<void> {
  const hows = pairs.map(({ how }) => how)
  await sql`
    with ended as (
      update finding f set state = 'resolved', resolution = 'superseded', resolved_at = ${now}, disposition_id = null,
        moved_to = p.to_id
      from ${listed(pairs)} where f.id = p.from_id
    ), told as (
      select o.id as from_id, n.id as to_id, p.how,
        jsonb_build_object('vulnerability', o.vulnerability_id, 'location', o.location, 'version', ${versionsOf('o')}) as was,
        jsonb_build_object('vulnerability', n.vulnerability_id, 'location', n.location, 'version', ${versionsOf('n')}) as now
      from unnest(${pairs.map(({ from }) => from.id)}::text[], ${pairs.map(({ to }) => to.id)}::text[], ${hows}::text[])
        as p (from_id, to_id, how) join finding o on o.id = p.from_id join finding n on n.id = p.to_id
    )
    insert into finding_event (workspace_id, finding_id, at, kind, detail)
    select ${workspaceId}, side.finding_id, ${now}, 'moved',
      jsonb_build_object(side.word, side.other, 'how', t.how, 'was', t.was, 'now', t.now)
    from told t cross join lateral (values (t.from_id, 'to', t.to_id), (t.to_id, 'from', t.from_id)) as side (finding_id, word, other)`.execute(
    work,
  )
}
