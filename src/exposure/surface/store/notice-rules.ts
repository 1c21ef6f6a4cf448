import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { NoticeRule, NoticeTell } from '../notice-rule.ts'

export async function readNoticeRules<Tables>(work: Transaction<Tables>): Promise<NoticeRule[]> {
  const { rows } = await sql<NoticeRule>`select kind, change, asset, tell from surface_notice_rule
    order by asset, kind, change`.execute(work)
  return rows
}

/** Puts a rule, or takes it away: what holds by itself holds again then. */
export async function putNoticeRule<Tables>(
  work: Transaction<Tables>,
  { workspaceId, by, at }: { workspaceId: string; by: string; at: Instant },
  { kind, change, asset, tell }: Omit<NoticeRule, 'tell'> & { tell: NoticeTell | null },
): Promise<NoticeRule[]> {
  if (tell === null)
    await sql`delete from surface_notice_rule where kind = ${kind} and change = ${change} and asset = ${asset}`.execute(
      work,
    )
  else
    await sql`insert into surface_notice_rule (workspace_id, kind, change, asset, tell, made_by, made_at)
      values (${workspaceId}, ${kind}, ${change}, ${asset}, ${tell}, ${by}, ${at})
      on conflict (workspace_id, kind, change, asset) do update set tell = excluded.tell, made_by = excluded.made_by,
        made_at = excluded.made_at`.execute(work)
  return readNoticeRules(work)
}
