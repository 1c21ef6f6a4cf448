import { sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'

const MOST_AT_ONCE = 1_000
/** As a person says, else as the decision does. */
const dueAt = sql`coalesce(w.due_at, f.due_at)`

/**
 * What time alone makes happen: due dates that come near or pass, rulings that end. Each is told once for each date. Where
 * nobody wants to hear of due dates no finding is looked at: this is asked again and again.
 */
export async function writeTimedNotices(
  database: Database,
  workspaceId: string,
  now: Instant,
  { soonMs = 48 * 3_600_000, rulingMs = 7 * 24 * 3_600_000 } = {},
): Promise<void> {
  const soon = new Date(Date.parse(now) + soonMs).toISOString()
  const ending = new Date(Date.parse(now) + rulingMs).toISOString()
  await database.inWorkspace(workspaceId, async (work) => {
    await sql`insert into notice (workspace_id, kind, key, at, detail)
      select ${workspaceId}, told.kind, told.kind || ':' || told.id || ':' || told.due_at, ${now}, told.detail
      from (
        select f.id, ${dueAt} as due_at, case when ${dueAt} < ${now} then 'finding.overdue' else 'finding.due' end as kind,
          jsonb_build_object('finding', told_of_finding(f, a.name)) as detail
        from finding f join asset a on a.id = f.asset_id
          left join finding_work w on w.workspace_id = f.workspace_id and w.finding_id = f.id
        where f.state = 'open' and ${dueAt} < ${soon}
          and exists (select from notifier_target where kinds && array['finding.due', 'finding.overdue'])
      ) told
      where exists (select from notifier_target t where told.kind = any (t.kinds))
        and not exists (select from notice n where n.key = told.kind || ':' || told.id || ':' || told.due_at)
      order by told.due_at, told.id limit ${MOST_AT_ONCE} on conflict do nothing`.execute(work)
    await sql`insert into notice (workspace_id, kind, key, at, detail)
      select ${workspaceId}, 'ruling.ending', 'ruling.ending:' || d.id, ${now}, jsonb_build_object('ruling', jsonb_build_object(
        'id', d.id, 'status', d.status, 'scope', d.scope, 'vulnerability', d.vulnerability_id, 'reason', d.reason,
        'madeBy', d.made_by, 'endsAt', instant_text(d.ends_at),
        'suppresses', (select count(*) from finding f where f.disposition_id = d.id)))
      from disposition d
      where d.revoked_at is null and d.ends_at > ${now} and d.ends_at < ${ending}
        and exists (select from notifier_target t where 'ruling.ending' = any (t.kinds))
        and exists (select from finding f where f.disposition_id = d.id)
      order by d.ends_at, d.id limit ${MOST_AT_ONCE} on conflict do nothing`.execute(work)
  })
}

/** Asks a target for a ticket of a finding, once. Problem `not-found`. */
export async function askForTicket(
  work: Transaction<NoTables>,
  workspaceId: string,
  { target, finding }: { target: string; finding: string },
  now: Instant,
): Promise<Result<void>> {
  const { rows } = await sql<{ id: string }>`select f.id from finding f, notifier_target t
    where f.id = ${finding} and t.id = ${target}`.execute(work)
  if (rows.length === 0) return err(problem('not-found', 'there is no such finding or target in this workspace'))
  await sql`insert into notice (workspace_id, kind, key, at, target_id, detail)
    select ${workspaceId}, 'ticket.asked', 'ticket.asked:' || ${target}::text || ':' || f.id, ${now}, ${target},
      jsonb_build_object('finding', told_of_finding(f, a.name))
    from finding f join asset a on a.id = f.asset_id where f.id = ${finding} on conflict do nothing`.execute(work)
  return ok(undefined)
}

/** Sources that somebody was told are out of date, each with the day that it spoke as of. */
export async function toldStaleFeeds(
  database: Database,
  workspaceId: string,
): Promise<{ id: string; asOf: string | null }[]> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ id: string; asOf: string | null }>`
      select feed ->> 'id' as id, feed ->> 'asOf' as "asOf" from notice n
        cross join jsonb_array_elements(coalesce(n.detail -> 'feeds', jsonb_build_array(n.detail -> 'feed'))) as feed
      where n.kind = 'feed.stale'`.execute(work),
  )
  return rows
}

/** Writes one notice unless its key was told before. */
export async function writeNotice(
  database: Database,
  workspaceId: string,
  notice: { kind: string; key: string; detail: object; target?: string },
  now: Instant,
): Promise<void> {
  await database.inWorkspace(workspaceId, (work) => noteNotice(work, workspaceId, notice, now))
}

/** The same, in the transaction of what it tells. */
export async function noteNotice(
  work: Transaction<NoTables>,
  workspaceId: string,
  { kind, key, detail, target = null }: { kind: string; key: string; detail: object; target?: string | null },
  now: Instant,
): Promise<void> {
  await sql`insert into notice (workspace_id, kind, key, at, target_id, detail)
      select ${workspaceId}, ${kind}, ${key}, ${now}, ${target}::uuid, ${JSON.stringify(detail)}::jsonb
      where ${target}::uuid is not null or exists (select from notifier_target where ${kind} = any (kinds))
      on conflict do nothing`.execute(work)
}
