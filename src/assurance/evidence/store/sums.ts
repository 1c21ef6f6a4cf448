import { type RawBuilder, sql, type Transaction } from 'kysely'
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
  /** The last of days that are summed in one row. */
  lastDay?: string
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

/**
 * What judging controls takes of it, of some or of all: failures in one row each, for they do not fade, coverage in two, until
 * `since` and from then on; what held by day.
 */
export async function sumsToJudge(
  work: Transaction<NoTables>,
  since: string,
  controlIds?: readonly string[],
): Promise<EvidenceSum[]> {
  const wanted = controlIds ? sql`d.control_id = any (${controlIds})` : sql`true`
  const { rows } = await sql<EvidenceSum>`
    select d.control_id as "controlId", d.aspect, d.kind, d.result,
      to_char(case when d.aspect = 'coverage' then min(d.day) else max(d.day) end, 'YYYY-MM-DD') as day,
      to_char(max(d.day), 'YYYY-MM-DD') as "lastDay", null as "subjectVersion", sum(d.demands)::float8 as demands, sum(d.weighted) as weighted, sum(d.pieces)::int as pieces
    from evidence_day d
    where ${wanted} and (d.aspect = 'coverage' or d.aspect = 'efficacy' and d.result <> 'pass')
    group by d.control_id, d.aspect, d.kind, d.result, d.aspect = 'coverage' and d.day >= ${since}::date
    order by 1, 2, 5, 3, 4`.execute(work)
  return [...rows, ...(await passesByDay(work, wanted))]
}

type Pass = [
  kind: AssuranceEvidenceKind,
  day: string,
  version: string,
  demands: number,
  weighted: number,
  pieces: number,
]

/** Tens of thousands of days for hundreds of controls: one row a control is read much faster than one a day. */
async function passesByDay(work: Transaction<NoTables>, wanted: RawBuilder<unknown>): Promise<EvidenceSum[]> {
  const { rows } = await sql<{ controlId: string; passes: Pass[] }>`
    select d.control_id as "controlId",
      json_agg(json_build_array(d.kind, d.day, d.subject_version, d.demands, d.weighted, d.pieces)
        order by d.day, d.kind, d.subject_version) as passes
    from evidence_day d where ${wanted} and d.aspect = 'efficacy' and d.result = 'pass'
    group by d.control_id order by d.control_id`.execute(work)
  return rows.flatMap(({ controlId, passes }) =>
    passes.map(([kind, day, version, demands, weighted, pieces]) => ({
      ...{ controlId, aspect: 'efficacy' as const, result: 'pass' as const, kind, day },
      ...{ subjectVersion: version === '' ? null : version, demands, weighted, pieces },
    })),
  )
}

/** The last that was seen of a control's life. */
export interface ProbeSeen {
  controlId: string
  result: EvidenceResult
  at: string
  /** Its place in the chain. */
  position: number
}

/** Of each control the newest evidence of life that says yes or no. */
export async function latestProbes(work: Transaction<NoTables>, controlIds?: readonly string[]): Promise<ProbeSeen[]> {
  const { rows } = await sql<{ controlId: string; result: EvidenceResult; at: Date; position: number }>`
    select c.id as "controlId", e.result, e.at, e.position::int as position from control c cross join lateral (
      select result, at, position from evidence_detail e
      where e.workspace_id = c.workspace_id and e.control_id = c.id and e.aspect = 'liveness' and e.result in ('pass', 'fail')
      order by e.at desc, e.position desc limit 1) e
    where ${controlIds ? sql`c.id = any (${controlIds})` : sql`true`}`.execute(work)
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}
