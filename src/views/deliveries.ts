import { type RawBuilder, sql } from 'kysely'
import { type ListQuery, type Page, parseFilter } from '#contract'
import type { DeliveryRow, NotifierTarget } from '#contract/notifications'
import type { Database } from '#platform/database'
import { cutPage, pageLimit, readCursor } from './cursor.ts'

type TargetCounts = Pick<NotifierTarget, 'waiting' | 'dead' | 'lastDeliveredAt'>

/** What waits for each target and what was given up, by the target's id. */
export async function countDeliveries(database: Database, workspaceId: string): Promise<Map<string, TargetCounts>> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<
      TargetCounts & { id: string }
    >`select target_id as id, count(*) filter (where state = 'waiting')::int as waiting,
        count(*) filter (where state = 'dead')::int as dead,
        instant_text(max(tried_at) filter (where state = 'delivered')) as "lastDeliveredAt"
      from delivery group by target_id`.execute(work),
  )
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

/** A delivery with what its notice says, still as stored. */
export interface StoredDelivery extends Omit<DeliveryRow, 'sentence'> {
  detail: unknown
}

/** Deliveries of a workspace under a filter, newest first. */
export async function listDeliveries(
  database: Database,
  workspaceId: string,
  query: ListQuery,
): Promise<Page<StoredDelivery>> {
  const from = sql`from delivery d join notice n on n.id = d.notice_id join notifier_target t on t.id = d.target_id
    where true${conditions(query.filter)}`
  const cursor = readCursor(query.cursor)
  const after = cursor ? sql` and d.id < ${cursor.key}::bigint` : sql``
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<StoredDelivery>`select d.id::text, n.kind, n.detail, instant_text(n.at) as at, d.state,
        d.attempts, case when d.state = 'waiting' then instant_text(d.next_at) end as "nextAt",
        instant_text(d.tried_at) as "triedAt", d.last_error as problem, d.reference,
        jsonb_build_object('id', t.id, 'name', t.name, 'paused', t.paused) as target
      ${from}${after} order by d.id desc ${pageLimit(query)}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(work)
    const page = cutPage(rows, query.limit, ({ id }) => ({ key: id, id: 'delivery' }))
    return { rows: page.rows, total: counted.rows[0]?.total ?? 0, next: page.next }
  })
}

const columns: Readonly<Record<string, RawBuilder<unknown>>> = {
  state: sql`d.state`,
  target: sql`lower(t.name)`,
  kind: sql`n.kind`,
}

function conditions(filter: string): RawBuilder<unknown> {
  const { terms, text } = parseFilter(filter)
  const parts = terms.map(({ key, values, not }) => {
    const test = sql`${columns[key] ?? sql`''`} = any (${values.map((value) => value.toLowerCase())})`
    return not ? sql` and not ${test}` : sql` and ${test}`
  })
  if (text !== '') parts.push(sql` and strpos(lower(n.detail::text), lower(${text})) > 0`)
  return sql.join(parts, sql``)
}
