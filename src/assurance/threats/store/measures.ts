import { sql, type Transaction } from 'kysely'
import type { NoTables } from '#platform/database'
import type { KeptMeasure } from '../measured-cause.ts'

type Work = Transaction<NoTables>

interface Row extends Omit<KeptMeasure, 'measuredAt' | 'holdsUntil' | 'point' | 'upper'> {
  point: number | null
  upper: number | null
  measuredAt: Date
  holdsUntil: Date
}

/** Every shared cause that was measured. */
export async function readMeasures(work: Work): Promise<KeptMeasure[]> {
  const { rows } = await sql<Row>`select controls, terms, cases, clusters, together, failures, point, upper,
      measured_at as "measuredAt", holds_until as "holdsUntil" from shared_cause_measure order by controls`.execute(
    work,
  )
  return rows.map(({ measuredAt, holdsUntil, point, upper, ...row }) => ({
    ...{ ...row, point: point ?? undefined, upper: upper ?? undefined },
    ...{ measuredAt: measuredAt.toISOString(), holdsUntil: holdsUntil.toISOString() },
  }))
}

/** Keeps what was measured in place of what was measured before. */
export async function keepMeasure(work: Work, workspaceId: string, measure: KeptMeasure): Promise<void> {
  const { controls, terms, cases, clusters, together, failures, point, upper, measuredAt, holdsUntil } = measure
  await sql`insert into shared_cause_measure (workspace_id, controls, terms, cases, clusters, together, failures, point, upper,
      measured_at, holds_until)
    values (${workspaceId}, ${controls}, ${terms}, ${cases}, ${clusters}, ${together}, ${failures}, ${point ?? null},
      ${upper ?? null}, ${measuredAt}, ${holdsUntil})
    on conflict (workspace_id, controls) do update set terms = excluded.terms, cases = excluded.cases,
      clusters = excluded.clusters, together = excluded.together, failures = excluded.failures, point = excluded.point,
      upper = excluded.upper, measured_at = excluded.measured_at, holds_until = excluded.holds_until`.execute(work)
}
