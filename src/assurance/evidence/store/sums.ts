import { sql, type Transaction } from 'kysely'
import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'
import type { NoTables } from '#platform/database'

/** Evidence of one day, summed by all that tells how much it counts. */
export interface EvidenceSum {
  controlId: string
  aspect: ControlAspect
  kind: AssuranceEvidenceKind
  result: EvidenceResult
  /** As `YYYY-MM-DD`, UTC. */
  day: string
  subjectVersion: string | null
  demands: number
  /** Σ demands · weight. */
  weighted: number
  pieces: number
}

/** Sums of the evidence of some controls, or of all. */
export async function evidenceSums(
  work: Transaction<NoTables>,
  controlIds?: readonly string[],
): Promise<EvidenceSum[]> {
  const { rows } = await sql<EvidenceSum>`
    select control_id as "controlId", aspect, kind, result, to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day,
      subject_version as "subjectVersion", sum(demands)::float8 as demands, sum(demands * weight)::float8 as weighted,
      count(*)::int as pieces
    from evidence_detail where ${controlIds ? sql`control_id = any (${controlIds})` : sql`true`}
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 5, 3, 4, 6`.execute(work)
  return rows
}

/** The last that was seen of a control's life. */
export interface ProbeSeen {
  controlId: string
  result: EvidenceResult
  at: string
}

/** Of each control the newest evidence of life that says yes or no. */
export async function latestProbes(work: Transaction<NoTables>, controlIds?: readonly string[]): Promise<ProbeSeen[]> {
  const { rows } = await sql<{ controlId: string; result: EvidenceResult; at: Date }>`
    select distinct on (control_id) control_id as "controlId", result, at from evidence_detail
    where aspect = 'liveness' and result in ('pass', 'fail')
      and ${controlIds ? sql`control_id = any (${controlIds})` : sql`true`}
    order by control_id, at desc, position desc`.execute(work)
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}
