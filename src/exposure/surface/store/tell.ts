import { sql, type Transaction } from 'kysely'
import { jsonForPostgres } from '#platform/database'
import { changesOf } from '../changes.ts'
import type { Observation, ObservationValue } from '../observation.ts'
import type { TrackedRun } from '../run.ts'
import { keepChanges } from './sightings.ts'

const BATCH = 500

/**
 * Writes what a run changed into the feed, beside what was told before. Told at its end: while a service is still asked by
 * further names, it shows less than it will. A run that ended early tells only of what is new.
 */
export async function tellObservations<Tables>(
  work: Transaction<Tables>,
  run: TrackedRun,
  { isComplete }: { isComplete: boolean },
): Promise<void> {
  const which = isComplete ? sql`o.told_digest is distinct from o.digest` : sql`o.told is null`
  for (;;) {
    const { rows } = await sql<Observation & { id: string; told: ObservationValue['value'] | null }>`
      select o.id, o.kind, o.key, o.value, o.digest, o.told, json_build_object('kind', a.kind, 'name', a.name) as asset
      from observation o join asset a on a.id = o.asset_id
      where o.run_id = ${run.runId} and o.gone_at is null and ${which}
      order by array_position(array['records', 'service', 'certificate', 'weakness'], o.kind), o.key limit ${BATCH}`.execute(
      work,
    )
    if (rows.length === 0) return
    await keepChanges(
      work,
      run,
      rows.flatMap(({ told, ...seen }) =>
        changesOf(seen, told === null ? undefined : ({ kind: seen.kind, value: told } as ObservationValue)),
      ),
    )
    await sql`update observation set told = value, told_digest = digest
      where id in (select value from jsonb_array_elements_text(${jsonForPostgres(rows.map(({ id }) => id))}::jsonb))`.execute(
      work,
    )
  }
}
