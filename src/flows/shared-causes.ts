import type { Control } from '#assurance/controls'
import { readControls } from '#assurance/controls/store'
import { jointCases, testedControls } from '#assurance/evaluations/store'
import { setsOf, sharingBarriers, termsOf } from '#assurance/threats'
import { keepMeasure, readMeasures, readScenarios } from '#assurance/threats/store'
import { measureSharedCause, seededRandom } from '#core/statistics'
import type { Database } from '#platform/database'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/**
 * Measures what barriers of scenarios share, from cases that were put to each of them; in the caller's transaction.
 * @param tested only sets with one of these controls, whose cases are new; without it those whose measure holds no more
 */
export async function measureSharedCauses(
  work: InTransaction,
  workspaceId: string,
  now: string,
  tested?: readonly string[],
): Promise<void> {
  const sets = setsOf((await readScenarios(work)).flatMap(({ barriers }) => sharingBarriers(barriers)))
  if (sets.length === 0) return
  const known = await testedControls(work)
  const measurable = sets.filter((set) => set.every((id) => known.has(id)))
  if (measurable.length === 0) return
  const controls = new Map((await readControls(work)).map((control) => [control.id, control]))
  const measures = new Map((await readMeasures(work)).map((measure) => [measure.controls.join('\n'), measure]))
  for (const set of measurable) {
    const own = set.flatMap((id) => controls.get(id) ?? [])
    const before = measures.get(set.join('\n'))
    const isDue = tested
      ? set.some((id) => tested.includes(id))
      : !before || before.holdsUntil <= now || before.terms !== termsOf(own)
    if (isDue) await measureOne(work, workspaceId, own, now)
  }
}

async function measureOne(work: InTransaction, workspaceId: string, controls: readonly Control[], now: string) {
  const ids = controls.map(({ id }) => id).sort()
  const { trials, oldestAt } = await jointCases(work, ids, now)
  const believed = Math.min(...controls.map(({ halfLifeDays }) => halfLifeDays))
  const holdsUntil = new Date(Date.parse(oldestAt ?? now) + believed * DAY_MS).toISOString()
  await keepMeasure(work, workspaceId, {
    // Always the same draws: the same cases give the same bound.
    ...measureSharedCause(trials, seededRandom(1)),
    ...{ controls: ids, terms: termsOf(controls), measuredAt: now, holdsUntil },
  })
}

const DAY_MS = 86_400_000
