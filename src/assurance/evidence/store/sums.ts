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
    select control_id as "controlId", aspect, kind, result, to_char(day, 'YYYY-MM-DD') as day,
      nullif(subject_version, '') as "subjectVersion", demands::float8 as demands, weighted, pieces
    from evidence_day where ${controlIds ? sql`control_id = any (${controlIds})` : sql`true`}
    order by control_id, aspect, day, kind, result, subject_version`.execute(work)
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
    select c.id as "controlId", e.result, e.at from control c cross join lateral (
      select result, at from evidence_detail e
      where e.workspace_id = c.workspace_id and e.control_id = c.id and e.aspect = 'liveness' and e.result in ('pass', 'fail')
      order by e.at desc, e.position desc limit 1) e
    where ${controlIds ? sql`c.id = any (${controlIds})` : sql`true`}`.execute(work)
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}
