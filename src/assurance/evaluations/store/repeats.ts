import { sql, type Transaction } from 'kysely'
import type { NoTables } from '#platform/database'

/** Which cases of which run are asked about. */
export interface AskedCases {
  /** The run they are of. */
  run: string
  at: string
  controlId: string
  /** Version of the control that was tested; `null`: nobody said. */
  subjectVersion: string | null
  keys: readonly string[]
}

/** How many days lie between a run and the nearest other of the same version in which a case passed, by its key. */
export async function daysToNearestPass(
  work: Transaction<NoTables>,
  { run, at, controlId, subjectVersion, keys }: AskedCases,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; days: number }>`
    select c.key, min(abs(extract(epoch from r.at - ${at}::timestamptz)))::float8 / 86400 as days
    from evaluation_case c join evaluation_run r on r.workspace_id = c.workspace_id and r.id = c.run_id
    where c.key = any (${keys}::text[]) and c.run_id <> ${run} and c.passed > 0
      and coalesce(c.control_id, r.control_id) = ${controlId} and r.subject_version is not distinct from ${subjectVersion}
    group by c.key`.execute(work)
  return new Map(rows.map(({ key, days }) => [key, days]))
}
