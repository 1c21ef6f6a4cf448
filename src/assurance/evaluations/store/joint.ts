import { sql, type Transaction } from 'kysely'
import type { JointTrial } from '#core/statistics'
import type { NoTables } from '#platform/database'

type Work = Transaction<NoTables>

/** Of more cases those of the first keys count: enough to measure by. */
const MOST_CASES = 20_000

/** Cases that several controls met, with the time of the oldest outcome among them. */
export interface JointCases {
  trials: JointTrial[]
  oldestAt: string | undefined
}

/**
 * Cases that each of these controls met, by the newest outcome of each: those of its version now, and none older
 * than its half-life. A case that asks another otherwise hangs together with that.
 * @param controls sorted; `failed` of a trial is in their order
 */
export async function jointCases(work: Work, controls: readonly string[], now: string): Promise<JointCases> {
  const { rows } = await sql<{ cluster: string; failed: boolean[]; oldestAt: Date }>`
    with newest as (
      select distinct on (k.id, c.key) k.id as control, c.key, coalesce(c.cluster, c.of_key, c.key) as cluster, c.result, r.at
      from control k
        join evaluation_run r on r.workspace_id = k.workspace_id and r.subject_version is not distinct from k.version
          and r.at > ${now}::timestamptz - make_interval(days => k.half_life_days)
        join evaluation_case c on c.workspace_id = r.workspace_id and c.run_id = r.id
          and coalesce(c.control_id, r.control_id) = k.id
      where k.id = any (${controls})
      order by k.id, c.key, r.at desc, r.id desc
    )
    select min(cluster) as cluster, array_agg(result = 'fail' order by control collate "C") as failed, min(at) as "oldestAt"
    from newest where result <> 'insufficient' group by key having count(*) = ${controls.length} order by key limit ${MOST_CASES}`.execute(
    work,
  )
  const oldest = rows.reduce<Date | undefined>(
    (found, { oldestAt }) => (found && found < oldestAt ? found : oldestAt),
    undefined,
  )
  return { trials: rows.map(({ cluster, failed }) => ({ cluster, failed })), oldestAt: oldest?.toISOString() }
}

/** Controls that some case was put to, among those. */
export async function testedControls(work: Work): Promise<Set<string>> {
  const { rows } = await sql<{ control: string }>`
    select k.id as control from control k where exists (select 1 from evaluation_run r where r.control_id = k.id)
      or exists (select 1 from evaluation_case c where c.control_id = k.id)`.execute(work)
  return new Set(rows.map(({ control }) => control))
}
