import { sql, type Transaction } from 'kysely'
import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'
import type { NoTables } from '#platform/database'

/** A piece of evidence as it is looked back on: its sums are its own. */
export interface RecentPiece {
  controlId: string
  /** Its place in the chain. */
  position: number
  aspect: ControlAspect
  kind: AssuranceEvidenceKind
  result: EvidenceResult
  at: string
  recordedAt: string
  /** Of `at`, in UTC, as `YYYY-MM-DD`. */
  day: string
  subjectVersion: string | null
  demands: number
  weighted: number
  source: string
}

/** Of some controls the pieces of each aspect that were recorded last, oldest entry first; what was erased is missing. */
export async function recentPieces(
  work: Transaction<NoTables>,
  controlIds: readonly string[],
  mostOfEach: number,
): Promise<RecentPiece[]> {
  const { rows } = await sql<RecentPiece>`
    select c.id as "controlId", d.position::int as position, a.aspect, d.kind, d.result, d.demands,
      d.demands * d.weight as weighted, d.source, d.subject_version as "subjectVersion",
      to_char(d.at at time zone 'UTC', 'YYYY-MM-DD') as day, ${iso('d.at')} as at, ${iso('e.recorded_at')} as "recordedAt"
    from control c cross join (values ('coverage'), ('liveness'), ('efficacy')) a(aspect) cross join lateral (
      select * from evidence_detail d
      where d.workspace_id = c.workspace_id and d.control_id = c.id and d.aspect = a.aspect
      order by d.position desc limit ${mostOfEach}) d
    join evidence e on e.workspace_id = d.workspace_id and e.position = d.position
    where c.id = any (${controlIds}) order by d.position`.execute(work)
  return rows
}

/** A piece of evidence as it was recorded, with who did. */
export interface RecordedPiece extends Omit<RecentPiece, 'weighted' | 'day'> {
  weight: number
  note: string | null
  /** How many of its failures changes were proven against, and when the last of these took effect. */
  cleared: { demands: number; madeAt: string } | null
  /** Its case said something else of the control since. */
  isSuperseded: boolean
  recordedBy: string | null
}

/** Where a page of pieces goes on: after this one. */
export type PiecePlace = Pick<RecordedPiece, 'at' | 'position'>

/** Pieces of one fact of a control, what was seen last first; what was erased is missing. */
export async function evidencePieces(
  work: Transaction<NoTables>,
  { controlId, aspect }: { controlId: string; aspect: ControlAspect },
  { after, limit }: { after?: PiecePlace | undefined; limit: number },
): Promise<RecordedPiece[]> {
  const older = after ? sql`(d.at, d.position) < (${after.at}::timestamptz, ${after.position})` : sql`true`
  const { rows } = await sql<RecordedPiece>`
    select d.control_id as "controlId", d.position::int as position, d.aspect, d.kind, d.result, d.demands, d.weight,
      d.source, d.note, d.subject_version as "subjectVersion", d.recorded_by as "recordedBy",
      ${iso('d.at')} as at, ${iso('e.recorded_at')} as "recordedAt",
      (select json_build_object('demands', sum(f.demands), 'madeAt', ${iso('max(h.made_at)')})
        from cleared_failure f join case_change h on h.workspace_id = f.workspace_id and h.id = f.change_id
        where f.workspace_id = d.workspace_id and f.position = d.position having count(*) > 0) as cleared,
      exists (select 1 from cleared_failure f where f.workspace_id = d.workspace_id and f.position = d.position
        and d.source = 'case ' || f.change_id) as "isSuperseded"
    from (select * from evidence_detail d
      where d.control_id = ${controlId} and d.aspect = ${aspect} and ${older}
      order by d.at desc, d.position desc limit ${limit}) d
    join evidence e on e.workspace_id = d.workspace_id and e.position = d.position
    order by d.at desc, d.position desc`.execute(work)
  return rows
}

function iso(column: string) {
  return sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)
}
