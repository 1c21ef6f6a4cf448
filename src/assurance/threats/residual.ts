import { allFail, type Bounds, frechetBounds, type SharedGroup, scenarioFrequency } from '#core/statistics'
import { type KeptMeasure, type MeasuredBetas, nameOfSet } from './measured-cause.ts'
import type { Barrier, Scenario } from './scenario.ts'

/** What a scenario leaves over, with what it rests on. */
export interface Residual {
  /** Events a year, by the bounds of what evidence shows and the assumed shared causes; null: nobody knows how often it is tried. */
  frequency: number | null
  /** If all barriers failed independently of each other. */
  independent: number | null
  /** Whatever the dependence between them. */
  bounds: Bounds | null
  /** Events a year if nothing stood against it. */
  unguarded: number | null
  /** The same of one attempt, which is known even where their number is not. */
  perAttempt: PerAttempt
  /** `undefined` where the appetite or the number of attempts is not known. */
  withinAppetite: boolean | undefined
  barriers: BarrierResidual[]
  groups: SharedCause[]
}

/** Probabilities that an attempt ends in harm. */
export interface PerAttempt {
  left: number
  independent: number
  bounds: Bounds
  unguarded: number
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
  /** What β rests on, where it was measured; it is the upper bound of that then. Null: it is assumed. */
  measured: SharedMeasure | null
}

/** Cases that all the barriers of a group met, and what they say. */
type SharedMeasure = Pick<KeptMeasure, 'cases' | 'clusters' | 'together' | 'measuredAt' | 'holdsUntil'> & {
  point: number
  upper: number
}

/** β of a shared cause that nobody measured: our own choice; more where a judge shares the base model it judges. */
export interface BetaAssumption {
  usual: number
  sharedModel: number
}

/** What β is: as measured where that holds, else as assumed. */
export interface BetaTerms extends BetaAssumption {
  measured?: MeasuredBetas
}

export const assumedBeta: BetaAssumption = { usual: 0.1, sharedModel: 0.3 }

/** @param failureOf probability of failure on demand of a control; 1 for one that is not known */
export function residualOf(
  scenario: Pick<Scenario, 'attempts' | 'enabling' | 'consequence' | 'appetite' | 'barriers'>,
  failureOf: (control: string) => number,
  beta: BetaTerms = assumedBeta,
): Residual {
  const failures = scenario.barriers.map(({ control }) => failureOf(control))
  const shared = sharedCauses(scenario.barriers, beta)
  const groupsOf = (qs: readonly number[]): SharedGroup[] =>
    shared.map((group) => ({ failures: group.members.map((place) => qs[place]!), beta: group.beta }))
  const unguarded = perAttemptOf(scenario, [])
  const extremes = frechetBounds(failures)
  const perAttempt = {
    left: perAttemptOf(scenario, groupsOf(failures)),
    independent: perAttemptOf(
      scenario,
      failures.map((q) => ({ failures: [q], beta: 0 })),
    ),
    bounds: { low: unguarded * extremes.low, high: unguarded * extremes.high },
    unguarded,
  }
  const yearly = perYear(perAttempt, scenario.attempts)
  return {
    ...yearly,
    perAttempt,
    withinAppetite:
      scenario.appetite === null || yearly.frequency === null ? undefined : yearly.frequency <= scenario.appetite,
    barriers: scenario.barriers.map((barrier, place) => ({
      ...barrier,
      failure: failures[place]!,
      lossFactor: factorOf(groupsOf(failures), groupsOf(failures.map((q, at) => (at === place ? 1 : q)))),
    })),
    groups: shared,
  }
}

/** A probability that nobody knows counts as 1: what is missing never lowers a risk. */
function perAttemptOf(
  { enabling, consequence }: Pick<Scenario, 'enabling' | 'consequence'>,
  groups: readonly SharedGroup[],
): number {
  return scenarioFrequency({
    attempts: 1,
    enabling: enabling.map(({ probability }) => probability?.value ?? 1),
    groups,
    consequence: consequence?.value ?? 1,
  })
}

function perYear(
  { left, independent, bounds, unguarded }: PerAttempt,
  attempts: Scenario['attempts'],
): Pick<Residual, 'frequency' | 'independent' | 'bounds' | 'unguarded'> {
  if (attempts === null) return { frequency: null, independent: null, bounds: null, unguarded: null }
  const { value } = attempts
  return {
    frequency: value * left,
    independent: value * independent,
    bounds: { low: value * bounds.low, high: value * bounds.high },
    unguarded: value * unguarded,
  }
}

function factorOf(before: readonly SharedGroup[], after: readonly SharedGroup[]): number {
  const through = allFail(before)
  return through === 0 ? Number.POSITIVE_INFINITY : allFail(after) / through
}

const MODEL = 'model:'

/** Barriers that hang together by any tag are one group; one that shares nothing stands alone. */
function sharedCauses(barriers: readonly Barrier[], beta: BetaTerms): SharedCause[] {
  return groupsOf(barriers).map(({ causes, members }) => {
    const measured = measureOf(members, barriers, beta.measured)
    return { causes, members, beta: members.length < 2 ? 0 : (measured?.upper ?? assumedOf(causes, beta)), measured }
  })
}

/** Of several assumptions that apply the greater one: who shares a gateway and a model, too, shares no less than the gateway. */
function assumedOf(causes: readonly string[], { usual, sharedModel }: BetaAssumption): number {
  const models = causes.filter((cause) => cause.startsWith(MODEL)).length
  if (models === 0) return usual
  return models === causes.length ? sharedModel : Math.max(usual, sharedModel)
}

function measureOf(
  members: readonly number[],
  barriers: readonly Barrier[],
  known: MeasuredBetas | undefined,
): SharedMeasure | null {
  const name = nameOfSet(members.map((at) => barriers[at]!.control))
  const found = name === undefined ? undefined : known?.get(name)
  if (!found) return null
  const { cases, clusters, together, point, upper, measuredAt, holdsUntil } = found
  return { cases, clusters, together, point, upper, measuredAt, holdsUntil }
}

/** Barriers of a scenario that share a cause, by their groups. */
export function sharingBarriers(barriers: readonly Barrier[]): Barrier[][] {
  return groupsOf(barriers)
    .filter(({ members }) => members.length > 1)
    .map(({ members }) => members.map((at) => barriers[at]!))
}

function groupsOf(barriers: readonly Barrier[]): Pick<SharedCause, 'causes' | 'members'>[] {
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
      return { causes: shared.sort(), members }
    })
    .sort((a, b) => a.members[0]! - b.members[0]!)
}
