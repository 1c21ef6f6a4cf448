import { sql, type Transaction } from 'kysely'
import type { TrackedRun } from '../run.ts'
import { rulesOfSilence } from '../second-look.ts'

/** Ids of weaknesses that need a second look and had a first one from here, or stand already. */
export async function readSuspected<Tables>(
  work: Transaction<Tables>,
  { runId, vantage }: Pick<TrackedRun, 'runId' | 'vantage'>,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select id from surface_suspicion
      where run_id <> ${runId} and vantage = ${vantage}
    union select id from observation
      where kind = 'weakness' and rule = any(${rulesOfSilence}::text[]) and gone_at is null`.execute(work)
  return new Set(rows.map(({ id }) => id))
}

/** Keeps what a run was the first to see. */
export async function keepSuspicions<Tables>(
  work: Transaction<Tables>,
  { workspaceId, runId, vantage, at }: TrackedRun,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await sql`insert into surface_suspicion (workspace_id, id, vantage, run_id, at)
    select ${workspaceId}::uuid, id, ${vantage}, ${runId}::uuid, ${at}::timestamptz from unnest(${ids}::text[]) id
    on conflict (workspace_id, id) do update set vantage = excluded.vantage, run_id = excluded.run_id, at = excluded.at`.execute(
    work,
  )
}

/** After a complete look at everything: what it did not see again was nothing, and what it confirmed is a weakness. */
export async function dropSuspicions<Tables>(
  work: Transaction<Tables>,
  { runId, vantage }: Pick<TrackedRun, 'runId' | 'vantage'>,
): Promise<void> {
  await sql`delete from surface_suspicion where run_id <> ${runId} and vantage = ${vantage}`.execute(work)
}
