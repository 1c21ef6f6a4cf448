import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'

interface StoredTicket {
  key: string
  url: string
}

const CHECK_MINUTES = 5
const MOST_KEYS = 50

/** The ticket of a finding at a target. */
export async function ticketOf(
  database: Database,
  workspaceId: string,
  target: string,
  finding: string,
): Promise<StoredTicket | undefined> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<StoredTicket>`select key, url from ticket where target_id = ${target} and finding_id = ${finding}`.execute(
      work,
    ),
  )
  return rows[0]
}

/** Notes a ticket that was made or found; nothing where its finding is no more. */
export async function keepTicket(
  database: Database,
  workspaceId: string,
  { target, finding, key, url }: StoredTicket & { target: string; finding: string },
  now: Instant,
): Promise<void> {
  await database.inWorkspace(workspaceId, (work) =>
    sql`insert into ticket (workspace_id, target_id, finding_id, key, url, made_at)
      select ${workspaceId}, ${target}, id, ${key}, ${url}, ${now} from finding where id = ${finding}
      on conflict (workspace_id, target_id, finding_id) do update set key = excluded.key, url = excluded.url, checked_at = null
        `.execute(work),
  )
}

/** Keys of one target whose state over there is to be looked at, those that were not for longest first. */
export async function ticketsToCheck(
  database: Database,
  workspaceId: string,
  now: Instant,
): Promise<{ target: string; keys: string[] } | undefined> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ target: string; key: string }>`select t.target_id as target, t.key from ticket t
      join notifier_target n on n.id = t.target_id join finding f on f.id = t.finding_id
      where not n.paused and (t.checked_at is null or t.checked_at < ${now}::timestamptz - make_interval(mins => ${CHECK_MINUTES}))
        and not (f.state = 'resolved' and coalesce(t.done, false))
      order by t.target_id, t.checked_at nulls first, t.key limit ${MOST_KEYS}`.execute(work),
  )
  const target = rows[0]?.target
  if (target === undefined) return undefined
  return { target, keys: [...new Set(rows.filter((row) => row.target === target).map(({ key }) => key))] }
}

/** A ticket that was brought to an end over there, or begun again, since it was looked at last. */
export interface MovedTicket {
  key: string
  done: boolean
  /** Numbers of the findings it stands for. */
  findings: number[]
}

/**
 * Notes how tickets stand over there; of those that were asked for and not told, that they are gone. `states` is
 * `undefined` where nobody answered. Returns those that moved.
 */
export async function noteTicketStates(
  work: Transaction<NoTables>,
  target: string,
  asked: readonly string[],
  states: readonly { key: string; status: string; done: boolean }[] | undefined,
  now: Instant,
): Promise<MovedTicket[]> {
  const { rows } = await sql<MovedTicket>`
    with before as (
      select finding_id, key, coalesce(done, false) as done from ticket
      where target_id = ${target} and key = any (${asked}::text[])
    ), noted as (
      update ticket t set checked_at = ${now}, status = case when ${!states} then t.status else s.status end,
        done = case when ${!states} then t.done else s.done end
      from unnest(${asked}::text[]) a(key)
      left join jsonb_to_recordset(${JSON.stringify(states ?? [])}::jsonb) s(key text, status text, done boolean) on s.key = a.key
      where t.target_id = ${target} and t.key = a.key
      returning t.finding_id, t.key, t.done
    )
    select n.key, n.done, array_agg(f.seq order by f.seq) as findings
    from noted n join before b on b.finding_id = n.finding_id and b.key = n.key join finding f on f.id = n.finding_id
    where n.done is not null and n.done <> b.done
    group by n.key, n.done order by n.key`.execute(work)
  return rows.map(({ key, done, findings }) => ({ key, done, findings: findings.map(Number) }))
}
