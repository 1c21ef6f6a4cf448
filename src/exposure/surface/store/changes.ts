import { sql, type Transaction } from 'kysely'
import type { SurfaceChange } from '../changes.ts'

/** What a run changed: how much of each kind, and the most telling of it. */
export async function changesOfRun<Tables>(
  work: Transaction<Tables>,
  runId: string,
  limit: number,
): Promise<{ counts: Record<string, number>; changes: SurfaceChange[] }> {
  const counted = await sql<{ key: string; count: number }>`select kind || ' ' || change as key, count(*)::int as count
    from surface_change where run_id = ${runId} group by kind, change order by 1`.execute(work)
  const { rows } = await sql<SurfaceChange>`select c.kind, c.change, c.subject, c.before, c.after,
      json_build_object('kind', a.kind, 'name', a.name) as asset
    from surface_change c join asset a on a.id = c.asset_id where c.run_id = ${runId}
    order by array_position(array['weakness', 'login-page', 'port', 'product', 'service', 'certificate', 'host', 'record'],
      c.kind), c.id limit ${limit}`.execute(work)
  return {
    counts: Object.fromEntries(counted.rows.map(({ key, count }) => [key, count])),
    changes: rows.map(({ before, after, ...rest }) => ({
      ...rest,
      ...(before !== null && before !== undefined && { before }),
      ...(after !== null && after !== undefined && { after }),
    })),
  }
}
