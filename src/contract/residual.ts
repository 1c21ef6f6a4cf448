import { type SharedGroup, scenarioFrequency } from '#core/statistics'
import type { ScenarioRow } from './scenario-rows.ts'

type Terms = Pick<ScenarioRow, 'attempts' | 'enabling' | 'consequence'> & {
  barriers: readonly Pick<ScenarioRow['barriers'][number], 'failure'>[]
  residual: Pick<ScenarioRow['residual'], 'groups'>
}

/**
 * Events a year if these barriers, by their place, failed: the formulas of the server, on the numbers it sent. Where nobody
 * knows the attempts a year, of one attempt.
 */
export function frequencyIf(scenario: Terms, failed: ReadonlySet<number>): number {
  return frequencyOf(scenario, scenario.residual.groups, failed)
}

/** Events a year that would get past the first barriers if the others were not there; all of them make the residual. */
export function frequencyPast(scenario: Terms, first: number, failed: ReadonlySet<number> = new Set()): number {
  const others = scenario.barriers.map((_, place) => place).filter((place) => place >= first)
  return frequencyIf(scenario, new Set([...failed, ...others]))
}

/** What a cause that several barriers share costs. */
export interface CauseCost {
  causes: readonly string[]
  members: readonly number[]
  beta: number
  measured: ScenarioRow['residual']['groups'][number]['measured']
  /** By what it multiplies the frequency, against the same barriers sharing nothing. */
  factor: number
  /** Events a year if it defeats all its barriers at once. */
  together: number
}

/** Shared causes, the one that costs most first. */
export function causeCosts(scenario: Terms): CauseCost[] {
  const none = new Set<number>()
  const now = frequencyIf(scenario, none)
  const { groups } = scenario.residual
  return groups
    .filter(({ members }) => members.length > 1)
    .map((group) => {
      const apart = groups.map((one) => (one === group ? { ...one, beta: 0 } : one))
      const without = frequencyOf(scenario, apart, none)
      return {
        ...group,
        factor: without === 0 ? 1 : now / without,
        together: frequencyIf(scenario, new Set(group.members)),
      }
    })
    .sort((a, b) => b.factor - a.factor || b.together - a.together)
}

function frequencyOf(
  { attempts, enabling, consequence, barriers }: Terms,
  groups: Terms['residual']['groups'],
  failed: ReadonlySet<number>,
): number {
  return scenarioFrequency({
    attempts: attempts?.value ?? 1,
    enabling: enabling.map(({ probability }) => probability?.value ?? 1),
    groups: groups.map(
      ({ members, beta }): SharedGroup => ({
        failures: members.map((place) => (failed.has(place) ? 1 : barriers[place]!.failure)),
        beta,
      }),
    ),
    consequence: consequence?.value ?? 1,
  })
}
