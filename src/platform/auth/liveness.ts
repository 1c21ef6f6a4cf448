import { sql } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Database } from '#platform/database'
import type { Session } from './sessions.ts'

/** Whether what let somebody in still does: for what outlives its request, such as an event stream. */
export async function isStillLive(
  database: Database,
  { id, accountId, workspaceId, scopes }: Session,
  now: Instant,
): Promise<boolean> {
  const means = scopes === null ? sql`session` : sql`api_token`
  const { rows } = await sql`select 1 from ${means} s
      join membership m on m.account_id = s.account_id and m.workspace_id = s.workspace_id and m.disabled_at is null
      join account a on a.id = s.account_id and a.disabled_at is null
    where s.id = ${id} and s.account_id = ${accountId} and s.workspace_id = ${workspaceId} and s.expires_at > ${now}`.execute(
    database.instance,
  )
  return rows.length > 0
}
