import { sql, type Transaction } from 'kysely'
import type { NoTables } from '#platform/database'
import type { AssuranceCase, CaseChange } from '../case.ts'

/** A change of a case with the day on which it is to be looked at again, or an exception with its last day. */
export interface PlannedLook
  extends Pick<CaseChange, 'id' | 'controlId' | 'kind' | 'what' | 'owner' | 'madeAt' | 'regressionKey'>,
    Pick<
      AssuranceCase,
      'title' | 'confidential' | 'reportedBy' | 'origin' | 'lead' | 'leadOutside' | 'roles' | 'recurredAt'
    > {
  caseId: string
  controlName: string
  /** `YYYY-MM-DD` */
  day: string
}

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** What is planned of the changes of all cases, without what was withdrawn; of an exception while its barrier is held to have failed. */
export async function plannedLooksOf(work: Transaction<NoTables>): Promise<PlannedLook[]> {
  const { rows } = await sql<PlannedLook>`
    select h.id, h.case_id as "caseId", h.control_id as "controlId", coalesce(k.name, h.control_id) as "controlName", h.kind,
      h.what, h.owner, ${iso('h.made_at')} as "madeAt", h.regression_key as "regressionKey",
      to_char(case when h.kind = 'exception' then h.until else h.next_review end, 'YYYY-MM-DD') as day,
      c.title, c.confidential, c.reported_by as "reportedBy", c.origin, c.lead, c.lead_outside as "leadOutside", c.roles, ${iso('c.recurred_at')} as "recurredAt"
    from case_change h join assurance_case c on c.workspace_id = h.workspace_id and c.id = h.case_id
    left join control k on k.workspace_id = h.workspace_id and k.id = h.control_id
    where h.withdrawn_at is null and case when h.kind <> 'exception' then h.next_review is not null
      else h.until is not null and exists (select 1 from case_barrier b where b.workspace_id = h.workspace_id
        and b.case_id = h.case_id and b.control_id = h.control_id and b.outcome = 'failed') end
    order by day, h.id`.execute(work)
  return rows
}
