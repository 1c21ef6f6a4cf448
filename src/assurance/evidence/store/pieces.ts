import { sql, type Transaction } from 'kysely'
import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'
import type { NoTables } from '#platform/database'

/** A piece of evidence as it is looked back on: its sums are its own. */
export interface RecentPiece {
  controlId: string
  aspect: ControlAspect
  kind: AssuranceEvidenceKind
  result: EvidenceResult
  at: string
  /** Of `at`, in UTC, as `YYYY-MM-DD`. */
  day: string
  subjectVersion: string | null
  demands: number
  weighted: number
  source: string
}

/** Of some controls the newest pieces of each aspect, oldest first; what was erased is missing. */
export async function recentPieces(
  work: Transaction<NoTables>,
  controlIds: readonly string[],
  mostOfEach: number,
): Promise<RecentPiece[]> {
  const { rows } = await sql<RecentPiece>`
    select c.id as "controlId", a.aspect, e.kind, e.result, e.demands, e.demands * e.weight as weighted, e.source,
      e.subject_version as "subjectVersion", to_char(e.at at time zone 'UTC', 'YYYY-MM-DD') as day,
      to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from control c cross join (values ('coverage'), ('liveness'), ('efficacy')) a(aspect) cross join lateral (
      select * from evidence_detail d
      where d.workspace_id = c.workspace_id and d.control_id = c.id and d.aspect = a.aspect
      order by d.at desc, d.position desc limit ${mostOfEach}) e
    where c.id = any (${controlIds}) order by e.at, e.position`.execute(work)
  return rows
}
