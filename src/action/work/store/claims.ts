import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { NoTables } from '#platform/database'

type Work = Transaction<NoTables>

interface Claimant {
  workspaceId: string
  by: string
  now: Instant
}

/** Says of open findings, by number, that they are fixed: what is seen later confirms or refutes it. @returns how many were not claimed before. */
export async function claimFixed(
  work: Work,
  { workspaceId, by, now }: Claimant,
  seqs: readonly number[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    with claimed as (
      insert into finding_work (workspace_id, finding_id, progress, updated_by, updated_at)
      select ${workspaceId}::uuid, id, 'claimed-fixed', ${by}, ${now} from finding
      where seq = any (${seqs}::bigint[]) and state = 'open'
      on conflict (workspace_id, finding_id) do update
        set progress = excluded.progress, updated_by = excluded.updated_by, updated_at = excluded.updated_at
        where finding_work.progress is distinct from excluded.progress
      returning finding_id
    )
    insert into finding_event (workspace_id, finding_id, at, kind, detail)
    select ${workspaceId}::uuid, finding_id, ${now}, 'claimed', jsonb_build_object('by', ${by}::text) from claimed`.execute(
    work,
  )
  return Number(numAffectedRows ?? 0)
}

/** Takes back what was said of these findings; only what `saidBy` said, where that is given. @returns how many were claimed. */
export async function withdrawClaims(
  work: Work,
  { workspaceId, by, now }: Claimant,
  seqs: readonly number[],
  saidBy: string | null = null,
): Promise<number> {
  const { numAffectedRows } = await sql`
    with withdrawn as (
      update finding_work w set progress = null, updated_by = ${by}, updated_at = ${now} from finding f
      where f.workspace_id = w.workspace_id and f.id = w.finding_id and f.seq = any (${seqs}::bigint[])
        and w.progress = 'claimed-fixed' and (${saidBy}::text is null or w.claimed_by = ${saidBy})
      returning w.finding_id
    )
    insert into finding_event (workspace_id, finding_id, at, kind, detail)
    select ${workspaceId}::uuid, finding_id, ${now}, 'claim-withdrawn', jsonb_build_object('by', ${by}::text) from withdrawn`.execute(
    work,
  )
  return Number(numAffectedRows ?? 0)
}
