import { allFail, type Bounds, frechetBounds, type SharedGroup, scenarioFrequency } from '#core/statistics'
import type { Barrier, Scenario } from './scenario.ts'

/** What a scenario leaves over, with what it rests on. */
export interface Residual {
  /** Events a year, by the bounds of what evidence shows and the assumed shared causes. */
  frequency: number
  /** If all barriers failed independently of each other. */
  independent: number
  /** Whatever the dependence between them. */
  bounds: Bounds
  /** Attempts a year that nothing stands against. */
  unguarded: number
  withinAppetite: boolean | undefined
  barriers: BarrierResidual[]
  groups: SharedCause[]
}

export interface BarrierResidual extends Barrier {
  failure: number
  /** By what the frequency is multiplied when this one fails; 1 for one that is credited nothing. */
  lossFactor: number
}

/** Barriers that one cause can defeat together, with the share of failures taken for shared. */
export interface SharedCause {
  causes: string[]
  /** Places of its barriers in the scenario. */
  members: number[]
  beta: number
}

/** β of a shared cause that nobody measured: our own choice; more where a judge shares the base model it judges. */
export interface BetaAssumption {
  usual: number
  sharedModel: number
}

export const assumedBeta: BetaAssumption = { usual: 0.1, sharedModel: 0.3 }

/** @param failureOf probability of failure on demand of a control; 1 for one that is not known */
export function residualOf(
  scenario: Pick<Scenario, 'attempts' | 'enabling' | 'consequence' | 'appetite' | 'barriers'>,
  failureOf: (control: string) => number,
  beta: BetaAssumption = assumedBeta,
): Residual {
  const failures = scenario.barriers.map(({ control }) => failureOf(control))
  const shared = sharedCauses(scenario.barriers, beta)
  const groupsOf = (qs: readonly number[]): SharedGroup[] =>
    shared.map((group) => ({ failures: group.members.map((place) => qs[place]!), beta: group.beta }))
  const unguarded = frequencyOf(scenario, [])
  const frequency = frequencyOf(scenario, groupsOf(failures))
  const extremes = frechetBounds(failures)
  return {
    frequency,
    independent: frequencyOf(
      scenario,
      failures.map((q) => ({ failures: [q], beta: 0 })),
    ),
    bounds: { low: unguarded * extremes.low, high: unguarded * extremes.high },
    unguarded,
    withinAppetite: scenario.appetite === null ? undefined : frequency <= scenario.appetite,
    barriers: scenario.barriers.map((barrier, place) => ({
      ...barrier,
      failure: failures[place]!,
      lossFactor: factorOf(groupsOf(failures), groupsOf(failures.map((q, at) => (at === place ? 1 : q)))),
    })),
    groups: shared,
  }
}

function frequencyOf(
  { attempts, enabling, consequence }: Pick<Scenario, 'attempts' | 'enabling' | 'consequence'>,
  groups: readonly SharedGroup[],
): number {
  return scenarioFrequency({
    attempts: attempts.value,
    enabling: enabling.map(({ probability }) => probability.value),
    groups,
    consequence: consequence.value,
  })
}

function factorOf(before: readonly SharedGroup[], after: readonly SharedGroup[]): number {
  const through = allFail(before)
  return through === 0 ? Number.POSITIVE_INFINITY : allFail(after) / through
}

const MODEL = 'model:'

/** Barriers that hang together by any tag are one group; one that shares nothing stands alone. */
function sharedCauses(barriers: readonly Barrier[], beta: BetaAssumption): SharedCause[] {
  const groups: { causes: Set<string>; members: number[] }[] = []
  for (const [place, { causes }] of barriers.entries()) {
    const met = groups.filter((group) => causes.some((cause) => group.causes.has(cause)))
    const joined = { causes: new Set(causes), members: [place] }
    for (const group of met) {
      for (const cause of group.causes) joined.causes.add(cause)
      joined.members.push(...group.members)
      groups.splice(groups.indexOf(group), 1)
    }
    joined.members.sort((a, b) => a - b)
    groups.push(joined)
  }
  return groups
    .map(({ causes, members }) => {
      const shared = [...causes].filter(
        (cause) => members.filter((at) => barriers[at]!.causes.includes(cause)).length > 1,
      )
      const sharesModel = shared.some((cause) => cause.startsWith(MODEL))
      return {
        causes: shared.sort(),
        members,
        beta: members.length < 2 ? 0 : sharesModel ? beta.sharedModel : beta.usual,
      }
    })
    .sort((a, b) => a.members[0]! - b.members[0]!)
}
