import type { Control } from '#assurance/controls'
import { type Assumption, USUAL_HALF_LIFE_DAYS } from '#assurance/reviews'
import type { KeptScenario } from '#assurance/threats/store'

/** Where the register of a control says nothing else, passes fade as it is assumed. */
export function decaying(control: Control, halfLifeDays: number): Control {
  return control.halfLifeDays === USUAL_HALF_LIFE_DAYS ? { ...control, halfLifeDays } : control
}

/** Attempts a year as they are assumed, where somebody stated them apart from the scenario. What was observed stays. */
export function withBaseRate(scenario: KeptScenario, assumed: Assumption | undefined): KeptScenario {
  if (assumed === undefined || scenario.attempts?.basis === 'observed') return scenario
  const { value, source, expiresOn: expires } = assumed
  return { ...scenario, attempts: { value, basis: 'assumed', source, expires } }
}
