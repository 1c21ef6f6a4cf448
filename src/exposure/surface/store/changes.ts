import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import { jsonForPostgres } from '#platform/database'
import type { SurfaceChange } from '../changes.ts'
import type { NoticeTell } from '../notice-rule.ts'

/** A change of the feed that nobody decided yet how to tell. */
export type UntoldChange = SurfaceChange & { id: string; baseline?: string }

/** What a run changed, the most telling first. */
export async function changesOfRun<Tables>(work: Transaction<Tables>, runId: string): Promise<UntoldChange[]> {
  const { rows } = await sql<UntoldChange>`select c.id, c.kind, c.change, c.subject, c.before, c.after,
      c.baseline,      json_build_object('kind', a.kind, 'name', a.name) as asset
    from surface_change c join asset a on a.id = c.asset_id where c.run_id = ${runId}
    order by array_position(array['weakness', 'login-page', 'port', 'product', 'service', 'certificate', 'host', 'record'],
      c.kind), c.id`.execute(work)
  return rows.map(({ before, after, baseline, ...rest }) => ({
    ...rest,
    ...(typeof baseline === 'string' && { baseline }),
    ...(before !== null && before !== undefined && { before }),
    ...(after !== null && after !== undefined && { after }),
  }))
}

/** Notes how changes are told: the digest takes its own from there. */
export async function noteTold<Tables>(
  work: Transaction<Tables>,
  told: readonly { id: string; tell: NoticeTell }[],
  at: Instant,
): Promise<void> {
  await sql`update surface_change c set tell = t.tell, told_at = ${at}
    from jsonb_to_recordset(${jsonForPostgres(told)}::jsonb) as t (id bigint, tell text)
    where c.id = t.id`.execute(work)
}
