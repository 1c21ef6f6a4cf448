import { sql } from 'kysely'
import type { TicketList, TicketRow } from '#contract/notifications'
import type { Database } from '#platform/database'

/** A finding's tickets, and the targets of these plug-ins where it has none. */
export async function ticketsOf(
  database: Database,
  workspaceId: string,
  finding: string,
  notifiers: readonly string[],
): Promise<TicketList> {
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows: tickets } =
      await sql<TicketRow>`select jsonb_build_object('id', n.id, 'name', n.name) as target, t.key,
        t.url, t.status, t.done, instant_text(t.checked_at) as "checkedAt",
        case when t.checked_at is not null and t.status is null then 'gone-there'
          when t.done and f.state = 'open' then 'done-there'
          when not t.done and f.state = 'resolved' then 'open-there' end as conflict
      from ticket t join notifier_target n on n.id = t.target_id join finding f on f.id = t.finding_id
      where t.finding_id = ${finding} order by lower(n.name)`.execute(work)
    const { rows: targets } = await sql<TicketList['targets'][number]>`select n.id, n.name, exists (
        select from notice where key = 'ticket.asked:' || n.id || ':' || ${finding}) as asked
      from notifier_target n where n.notifier = any (${notifiers}::text[])
        and not exists (select from ticket t where t.target_id = n.id and t.finding_id = ${finding})
      order by lower(n.name)`.execute(work)
    return { tickets, targets }
  })
}
