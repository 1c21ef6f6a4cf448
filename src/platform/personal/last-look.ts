import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { NoTables } from '#platform/database'

/** So long without a look ends a visit. */
const VISIT_GAP_MINUTES = 30

/**
 * Notes that a person looks now. @returns the end of their visit before this one; within the first, when it began; `null`
 * when they look for the first time.
 */
export async function noteLook(
  work: Transaction<NoTables>,
  { workspaceId, accountId }: { workspaceId: string; accountId: string },
  now: Instant,
): Promise<Instant | null> {
  const { rows } = await sql<{ before_at: Date | null }>`
    insert into last_look (workspace_id, account_id, before_at, seen_at) values (${workspaceId}, ${accountId}, null, ${now})
    on conflict (workspace_id, account_id) do update set
      before_at = case when last_look.before_at is null
          or last_look.seen_at < ${now}::timestamptz - make_interval(mins => ${VISIT_GAP_MINUTES})
        then last_look.seen_at else last_look.before_at end,
      seen_at = greatest(last_look.seen_at, excluded.seen_at)
    returning before_at`.execute(work)
  return (rows[0]?.before_at?.toISOString() ?? null) as Instant | null
}

/** Notes that a person has seen what happened until then: within their visit, too, only what comes later is news. */
export async function noteSeen(
  work: Transaction<NoTables>,
  { workspaceId, accountId }: { workspaceId: string; accountId: string },
  { until, now }: { until: Instant; now: Instant },
): Promise<Instant> {
  const { rows } = await sql<{ before_at: Date }>`
    insert into last_look (workspace_id, account_id, before_at, seen_at)
    values (${workspaceId}, ${accountId}, least(${until}::timestamptz, ${now}::timestamptz), ${now})
    on conflict (workspace_id, account_id) do update set
      before_at = greatest(last_look.before_at, excluded.before_at),
      seen_at = greatest(last_look.seen_at, excluded.seen_at)
    returning before_at`.execute(work)
  return rows[0]!.before_at.toISOString() as Instant
}
