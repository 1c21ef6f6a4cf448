import { sql } from 'kysely'
import type { DispositionRow, FindingRow } from '#contract'
import type { Database } from '#platform/database'

/** What a finding's row does not show: what it is of, and the ruling that takes it off the list. */
export interface FindingClaim extends FindingRow {
  componentKey: string
  ruling: Pick<DispositionRow, 'status' | 'justification' | 'reason'> | null
}

/** Findings of a list with what a VEX document says of each besides. */
export async function claimsOf(
  database: Database,
  workspaceId: string,
  findings: readonly FindingRow[],
): Promise<FindingClaim[]> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ id: string; componentKey: string; ruling: FindingClaim['ruling'] }>`
      select f.id, f.component_key as "componentKey", case when d.id is not null then
        json_build_object('status', d.status, 'justification', d.justification, 'reason', d.reason) end as ruling
      from finding f left join disposition d on d.workspace_id = f.workspace_id and d.id = f.disposition_id
        and f.state = 'suppressed'
      where f.id = any (${findings.map(({ id }) => id)})`.execute(work),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return findings.flatMap((finding) => {
    const more = byId.get(finding.id)
    return more ? [{ ...finding, ...more }] : []
  })
}
