import { sql, type Transaction } from 'kysely'
import { changesOf, isOnlyLess } from '../changes.ts'
import type { Observation, ObservationValue } from '../observation.ts'
import { keptOutBy } from '../ruling-effect.ts'
import type { TrackedRun } from '../run.ts'
import { readScope } from './scope.ts'
import { keepChanges } from './sightings.ts'

const BATCH = 1_000

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
  const { rows: found } = await sql<{ id: string }>`select o.id from observation o
    where o.run_id = ${run.runId} and o.gone_at is null and ${which}
    order by array_position(array['records', 'service', 'certificate', 'weakness'], o.kind), o.key`.execute(work)
  const isKeptOut = keptOutBy(await readScope(work))
  for (let from = 0; from < found.length; from += BATCH)
    await tellSome(work, run, {
      ids: found.slice(from, from + BATCH).map(({ id }) => id),
      isKeptOut,
    })
}

async function tellSome<Tables>(
  work: Transaction<Tables>,
  run: TrackedRun,
  { ids, isKeptOut }: { ids: readonly string[]; isKeptOut: (name: string) => boolean },
): Promise<void> {
  const { rows } = await sql<Observation & { told: ObservationValue['value'] | null }>`
    select o.kind, o.key, o.value, o.digest, o.told, json_build_object('kind', a.kind, 'name', a.name) as asset
    from unnest(${ids}::text[]) with ordinality as wanted (id, n) join observation o on o.id = wanted.id
      join asset a on a.id = o.asset_id order by wanted.n`.execute(work)
  await keepChanges(
    work,
    run,
    rows.flatMap(({ told, ...seen }) => {
      const before = told === null ? undefined : ({ kind: seen.kind, value: told } as ObservationValue)
      const changes = changesOf(seen, before)
      return isAskedByFewer(seen, before, isKeptOut) ? changes.filter((one) => !isOnlyLess(one)) : changes
    }),
  )
  await sql`update observation set told = value, told_digest = digest where id = any(${ids}::text[])`.execute(work)
}

/** Whether a service is asked by a name no more that somebody rejected or excluded: what only that showed is not gone. */
function isAskedByFewer(
  seen: ObservationValue,
  before: ObservationValue | undefined,
  isKeptOut: (name: string) => boolean,
): boolean {
  if (seen.kind !== 'service' || before?.kind !== 'service') return false
  return before.value.names.some((name) => !seen.value.names.includes(name) && isKeptOut(name))
}
