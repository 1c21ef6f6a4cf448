import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'
import { type Cadence, lastDue } from '../digest.ts'

type Work = Transaction<NoTables>

/** Who wants a digest: through which mail target, where to, how often. */
export interface DigestSubscription {
  target: string
  address: string
  cadence: Cadence
}

const SHOWN = 20
const SOON: Readonly<Record<Cadence, string>> = { daily: '2 days', weekly: '7 days' }

export async function findSubscription(
  database: Database,
  workspaceId: string,
  account: string,
): Promise<DigestSubscription | undefined> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<DigestSubscription>`select target_id as target, address, cadence from digest_subscription
      where account_id = ${account}`.execute(work),
  )
  return rows[0]
}

/** Puts a person's subscription, or takes it away. It tells from now on. False: there is no such target. */
export async function putSubscription(
  work: Work,
  workspaceId: string,
  account: string,
  wanted: DigestSubscription | undefined,
  now: Instant,
): Promise<boolean> {
  if (!wanted) {
    await sql`delete from digest_subscription where account_id = ${account}`.execute(work)
    return true
  }
  const { target, address, cadence } = wanted
  const { numAffectedRows } = await sql`insert into digest_subscription
      (workspace_id, account_id, target_id, address, cadence, told_until)
    select ${workspaceId}, ${account}, id, ${address}, ${cadence}, ${now} from notifier_target where id = ${target}
    on conflict (workspace_id, account_id) do update
      set target_id = excluded.target_id, address = excluded.address, cadence = excluded.cadence`.execute(work)
  return numAffectedRows === 1n
}

interface DueSql extends DigestSubscription {
  account: string
  name: string
  told_until: Date
}

/** Writes the digests whose time has come, each with what it says, to people who are still members; quiet days are passed over. */
export async function writeDueDigests(database: Database, workspaceId: string, now: Instant): Promise<void> {
  await database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<DueSql>`select s.account_id as account, s.target_id as target, s.address, s.cadence,
        s.told_until, a.name
      from digest_subscription s join account a on a.id = s.account_id
      join membership m on m.account_id = s.account_id and m.workspace_id = s.workspace_id and m.disabled_at is null
      where s.told_until < case s.cadence when 'daily' then ${lastDue('daily', now)}::timestamptz
        else ${lastDue('weekly', now)}::timestamptz end
      for update of s skip locked`.execute(work)
    for (const due of rows) await writeDigest(work, workspaceId, due, now)
  })
}

async function writeDigest(work: Work, workspaceId: string, due: DueSql, now: Instant): Promise<void> {
  const { account, target, address: to, cadence, name } = due
  const [since, until] = [due.told_until.toISOString() as Instant, lastDue(cadence, now)]
  const soon = sql`${until}::timestamptz + ${SOON[cadence]}::interval`
  const isOpen = sql`f.state = 'open'`
  const parts = {
    overdue: await part(work, sql`${isOpen} and ${dueAt} < ${until}`, dueAt),
    due: await part(work, sql`${isOpen} and ${dueAt} >= ${until} and ${dueAt} < ${soon}`, dueAt),
    fresh: await part(
      work,
      sql`${isOpen} and f.urgency in ('now', 'soon') and exists (select from finding_event e where e.finding_id = f.id
        and e.kind in ('opened', 'reopened', 'returned') and e.at > ${since} and e.at <= ${until})`,
      sql`f.rank desc`,
    ),
    ending: await rulings(work, until, soon),
    surface: await surfaceChanges(work, since, until),
  }
  const resolved = await sql<{ count: number }>`select count(distinct finding_id)::int as count from finding_event
    where kind = 'resolved' and at > ${since} and at <= ${until}`.execute(work)
  await sql`update digest_subscription set told_until = ${until} where account_id = ${account}`.execute(work)
  const counts = {
    ...Object.fromEntries(Object.entries(parts).map(([key, { count }]) => [key, count])),
    resolved: resolved.rows[0]!.count,
  }
  if (Object.values(counts).every((count) => count === 0)) return
  const lists = Object.fromEntries(Object.entries(parts).map(([key, { rows }]) => [key, rows]))
  const digest = { to, name, cadence, since, until, counts, ...lists }
  await sql`insert into notice (workspace_id, kind, key, at, target_id, detail)
    values (${workspaceId}, 'digest', ${`digest:${account}:${until}`}, ${now}, ${target}, ${JSON.stringify({ digest })})
    on conflict do nothing`.execute(work)
}

/** As a person says, else as the decision does. */
const dueAt = sql`coalesce(w.due_at, f.due_at)`

interface Part {
  count: number
  rows: unknown[]
}

async function part(work: Work, where: RawBuilder<unknown>, order: RawBuilder<unknown>): Promise<Part> {
  const { rows } = await sql<{ count: number; finding: unknown }>`
    select count(*) over ()::int as count, told_of_finding(f, a.name) as finding
    from finding f join asset a on a.id = f.asset_id
      left join finding_work w on w.workspace_id = f.workspace_id and w.finding_id = f.id
    where ${where} order by ${order}, f.id limit ${SHOWN}`.execute(work)
  return { count: rows[0]?.count ?? 0, rows: rows.map(({ finding }) => finding) }
}

/** What the rules leave for the digest, the most telling first. */
async function surfaceChanges(work: Work, since: Instant, until: Instant): Promise<Part> {
  const { rows } = await sql<{ count: number; change: unknown }>`select count(*) over ()::int as count,
      jsonb_build_object('asset', a.name, 'words', case
        when c.change = 'new' then concat('new ', replace(c.kind, '-', ' '), ' ', c.subject, ' (' || c.after || ')')
        when c.change = 'vanished' then concat(replace(c.kind, '-', ' '), ' ', c.subject, ' is gone', ' (was ' || c.before || ')')
        when c.kind = 'host' then concat('host ', c.subject, ' is ', c.after)
        else concat(replace(c.kind, '-', ' '), ' ', c.subject, ': ', coalesce(c.before, 'nothing'), ' became ',
          coalesce(c.after, 'nothing')) end) as change
    from surface_change c join asset a on a.id = c.asset_id
    where c.tell = 'digest' and c.told_at > ${since} and c.told_at <= ${until}
    order by array_position(array['weakness', 'login-page', 'port', 'product', 'service', 'certificate', 'host', 'record'],
      c.kind), c.id limit ${SHOWN}`.execute(work)
  return { count: rows[0]?.count ?? 0, rows: rows.map(({ change }) => change) }
}

async function rulings(work: Work, until: Instant, soon: RawBuilder<unknown>): Promise<Part> {
  const { rows } = await sql<{ count: number; ruling: unknown }>`
    select count(*) over ()::int as count, jsonb_build_object('vulnerability', d.vulnerability_id, 'status', d.status,
      'reason', d.reason, 'endsAt', instant_text(d.ends_at)) as ruling
    from disposition d where d.revoked_at is null and d.ends_at > ${until} and d.ends_at < ${soon}
      and exists (select from finding f where f.disposition_id = d.id)
    order by d.ends_at, d.id limit ${SHOWN}`.execute(work)
  return { count: rows[0]?.count ?? 0, rows: rows.map(({ ruling }) => ruling) }
}
