import { sql, type Transaction } from 'kysely'
import type { NoTables } from '#platform/database'

/** A change that was proven, with the case it was made because of. */
interface ProvenChange {
  id: string
  controlId: string
  madeAt: string
  regressionKey: string | null
  /** Those of earlier changes of the same control that did not hold: what they failed is mended with it. */
  earlierKeys: readonly string[]
}

/**
 * Takes out what a case said before of controls, held or failed: of one case the latest word counts. Kept under the case in
 * place of a change. @returns how many pieces count no more
 */
export async function clearSuperseded(
  work: Transaction<NoTables>,
  workspaceId: string,
  { caseId, controlIds }: { caseId: string; controlIds: readonly string[] },
  now: string,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into cleared_failure (workspace_id, position, regression_key, control_id, change_id, kind, demands, weighted, cleared_at, day)
    select ${workspaceId}, d.position, '', d.control_id, ${caseId}, d.kind, d.demands, d.demands * d.weight, ${now},
      case when d.result = 'pass' then (d.at at time zone 'UTC')::date end
    from evidence_detail d where d.control_id = any (${controlIds}) and d.aspect = 'efficacy' and d.result in ('pass', 'fail')
      and d.source = 'case ' || ${caseId}::text
    on conflict do nothing`.execute(work)
  return Number(numAffectedRows ?? 0)
}

/**
 * Takes out of what controls are judged by the failures that changes were proven against: of each the word of its case, those of
 * earlier cases of the same pattern, and what its regression case failed in runs before it. All others count as before.
 */
export async function clearFailures(
  work: Transaction<NoTables>,
  workspaceId: string,
  { id: caseId, pattern }: { id: string; pattern: string | null },
  proven: readonly ProvenChange[],
  now: string,
): Promise<void> {
  for (const { id, controlId, madeAt, regressionKey, earlierKeys } of proven) {
    await sql`insert into cleared_failure (workspace_id, position, regression_key, control_id, change_id, kind, demands, weighted, cleared_at)
      select ${workspaceId}, d.position, '', d.control_id, ${id}, d.kind, d.demands, d.demands * d.weight, ${now}
      from evidence_detail d join assurance_case o on d.source = 'case ' || o.id
      where d.control_id = ${controlId} and d.aspect = 'efficacy' and d.result = 'fail'
        and (o.id = ${caseId} or o.pattern = ${pattern} and d.at < ${madeAt}::timestamptz)
      on conflict do nothing`.execute(work)
    for (const key of [regressionKey, ...earlierKeys])
      await sql`insert into cleared_failure (workspace_id, position, regression_key, control_id, change_id, kind, demands, weighted, cleared_at)
      select ${workspaceId}, d.position, ${key}, d.control_id, ${id}, d.kind, least(d.demands, f.failed),
        least(d.demands, f.failed) * d.weight, ${now}
      from (select r.id, sum(c.attempts - c.passed - coalesce(c.open, 0))::int as failed
        from evaluation_case c join evaluation_run r on r.workspace_id = c.workspace_id and r.id = c.run_id
        where c.key = ${key} and c.result <> 'insufficient' and r.at <= ${madeAt}::timestamptz
          and coalesce(c.control_id, r.control_id) = ${controlId} group by r.id) f
      join evidence_detail d on d.control_id = ${controlId} and d.aspect = 'efficacy' and d.result = 'fail'
        and d.source = 'evaluation ' || f.id
      where f.failed > 0 on conflict do nothing`.execute(work)
  }
}

/**
 * Counts failures again that changes of some cases had taken out. @param keys only changes that these regression cases proved
 * @returns how many pieces count again
 */
export async function restoreFailures(
  work: Transaction<NoTables>,
  caseIds: readonly string[],
  keys?: readonly string[],
): Promise<number> {
  const { numAffectedRows } = await sql`delete from cleared_failure f using case_change h
    where h.workspace_id = f.workspace_id and h.id = f.change_id and h.case_id = any (${caseIds}::uuid[])
      and ${keys === undefined ? sql`true` : sql`h.regression_key = any (${keys})`}`.execute(work)
  return Number(numAffectedRows ?? 0)
}
