import type { AiSystemRow } from './ai-system-rows.ts'
import type { ControlRow, ControlState } from './controls.ts'
import { counted } from './fix-words.ts'
import { factorWords, frequencyWords, inHundred, productWords, type Rounding, statedFrequency } from './number-words.ts'
import type { DriverRow, ScenarioRow } from './scenario-rows.ts'

/** A bound that is higher by less says nothing. */
const NOTABLE = 1.05

export type Verdict = 'above' | 'within' | 'unsaid'

export function verdictOf({ residual }: Pick<ScenarioRow, 'residual'>): Verdict {
  if (residual.withinAppetite === null) return 'unsaid'
  return residual.withinAppetite ? 'within' : 'above'
}

/** The sentence people come for: what does not hold, what is unknown, and what it does to risk. */
export function answerOf(
  controls: readonly ControlRow[],
  scenarios: readonly ScenarioRow[],
  systems: readonly Pick<AiSystemRow, 'slug'>[] = [],
): string {
  return `${[controlsWords(controls), risksWords(scenarios), systemsWords(systems, controls, scenarios)].filter((part) => part !== '').join('; ')}.`
}

/** How controls stand, the worst first. */
export const controlStates: readonly ControlState[] = ['dead', 'failing', 'unknown', 'weak', 'measured']

function controlsWords(controls: readonly ControlRow[]): string {
  const all = controls.length
  if (all === 0) return 'No control is registered'
  const count = (state: ControlRow['state']) => controls.filter((control) => control.state === state).length
  for (const state of controlStates)
    if (count(state) === all)
      return all === 1 ? `The one control is ${state}` : `All ${all.toLocaleString()} controls are ${state}`
  const of = (number: number) =>
    `${number.toLocaleString()} of ${all.toLocaleString()} controls ${number === 1 ? 'is' : 'are'}`
  const [first, ...others] = controlStates
    .filter((state) => state !== 'measured')
    .map((state) => [count(state), state] as const)
    .filter(([number]) => number > 0)
  return [
    `${of(first![0])} ${first![1]}`,
    ...others.map(([number, word]) => `${number.toLocaleString()} ${word}`),
  ].join(', ')
}

function risksWords(scenarios: readonly ScenarioRow[]): string {
  const all = scenarios.length
  if (all === 0) return ''
  const count = (verdict: Verdict) => scenarios.filter((one) => verdictOf(one) === verdict).length
  const [above, unsaid] = [count('above'), count('unsaid')]
  if (unsaid === all) return 'nobody said how much risk is acceptable'
  const open = unsaid > 0 ? `, ${unsaid.toLocaleString()} without an appetite` : ''
  if (above > 0)
    return `${above.toLocaleString()} of ${counted(all, 'risk')} ${above === 1 ? 'is' : 'are'} above appetite${open}`
  return `${all === 1 ? 'the one risk is' : `${(all - unsaid).toLocaleString()} of ${all.toLocaleString()} risks are`} within appetite${onAssumptions(scenarios)}${open}`
}

/** A verdict is no surer than its figure. */
function onAssumptions(scenarios: readonly ScenarioRow[]): string {
  const within = scenarios.filter((one) => verdictOf(one) === 'within')
  const assumed = within.filter((one) => assumedParts(one).length > 0).length
  if (assumed === 0) return ''
  return assumed === within.length ? ', on assumptions' : `, ${assumed.toLocaleString()} of them on assumptions`
}

/** AI systems of which nothing is known: no control guards them, or none that does stands in a risk. */
function systemsWords(
  systems: readonly Pick<AiSystemRow, 'slug'>[],
  controls: readonly ControlRow[],
  scenarios: readonly ScenarioRow[],
): string {
  const standing = new Set(scenarios.flatMap(({ barriers }) => barriers.map(({ control }) => control)))
  const ofSystem = (slug: string) => controls.filter(({ system }) => system === slug)
  const bare = systems.filter(({ slug }) => ofSystem(slug).length === 0).length
  const unassessed = systems.filter(
    ({ slug }) => ofSystem(slug).length > 0 && !ofSystem(slug).some(({ id }) => standing.has(id)),
  ).length
  const of = (number: number) => `${number.toLocaleString()} of ${counted(systems.length, 'AI system')}`
  return [
    bare > 0 && `${of(bare)} ${bare === 1 ? 'has' : 'have'} no safeguard`,
    unassessed > 0 && `of ${of(unassessed)} no risk is assessed`,
  ]
    .filter((part) => part !== false)
    .join('; ')
}

/** Residual events a year, rounded up: it says no less than what is known. */
export function residualWords(frequency: number): string {
  return frequency === 0 ? 'none a year' : `at most ${frequencyWords(frequency, 'up')}`
}

/**
 * Events a year; of a hundred attempts where nobody knows how many there are.
 * @param value as `frequencyIf` reckons it
 */
export function amountWords(attempts: ScenarioRow['attempts'], value: number, rounding: Rounding): string {
  return attempts === null ? `${inHundred(value, rounding)} attempts` : frequencyWords(value, rounding)
}

/** What is left over, as is or as supposed. */
export function leftWords(
  { attempts, residual }: Pick<ScenarioRow, 'attempts' | 'residual'>,
  value = reckoned(residual),
): string {
  return attempts === null ? `at most ${amountWords(null, value, 'up')}` : residualWords(value)
}

/** What is left over, and where it rests on what is only assumed, that it does: a figure never stands there as if it was measured. */
export function figureWords(scenario: Told, value = reckoned(scenario.residual)): string {
  const assumed = assumedParts(scenario)
  const left = leftWords(scenario, value)
  return assumed.length === 0 ? left : `${left} (on assumed ${assumed.join(', ')})`
}

/** From what to what it moved; where only what is acceptable was said anew, it is as much as before. */
export function movedWords(scenario: Pick<ScenarioRow, 'attempts' | 'residual'>, from: number | null, to: number) {
  const after = leftWords(scenario, to)
  if (from === to) return `still ${after}`
  // Two digits do not show it.
  if (from !== null && leftWords(scenario, from) === after) return `a little ${to > from ? 'more' : 'less'}: ${after}`
  return `${from === null ? 'unknown' : leftWords(scenario, from)} → ${after}`
}

/** Drivers as they are told: time, which wears down one layer like another, in one line that says by how much at most. */
export function toldDrivers<One extends Pick<DriverRow, 'cause' | 'name' | 'because' | 'failure'>>(
  drivers: readonly One[],
): One[] {
  const [first, ...others] = drivers.filter(({ cause }) => cause === 'age')
  if (first === undefined || others.length === 0) return [...drivers]
  const most = [first, ...others].reduce((least, one) => (wornBy(one) > wornBy(least) ? one : least))
  const by = most.failure ? `, none by more than ${most.name}: ${wornWords(most.failure)}` : ''
  const because = `time passed: ${counted(others.length + 1, 'barrier')} aged${by}`
  return drivers.flatMap((one) =>
    one === first ? [{ ...most, because, failure: null }] : one.cause === 'age' ? [] : [one],
  )
}

function wornBy({ failure }: Pick<DriverRow, 'failure'>): number {
  return failure === null ? 0 : Math.abs(failure.to - failure.from)
}

function wornWords({ from, to }: NonNullable<DriverRow['failure']>): string {
  const [before, after] = [inHundred(from, 'up'), inHundred(to, 'up')]
  return before === after ? `it lets through ${after}, as before` : `it lets through ${before} → ${after}`
}

/** What risk counts on of a control's efficacy: nothing of what was never seen to hold. */
export function countedOn({ passes, lower }: NonNullable<ControlRow['efficacy']>): string {
  return passes > 0 ? `at least ${inHundred(lower, 'down')}` : 'nothing'
}

/** What a control is credited, factor by factor; undefined where it is credited nothing. */
export function creditWords({ coverage, efficacy, failure }: Pick<ControlRow, 'coverage' | 'efficacy' | 'failure'>) {
  if (failure >= 1 || !coverage || !efficacy) return undefined
  const [sees, holds] = [factorWords(coverage.share), factorWords(efficacy.lower)]
  return `sees ${sees} × alive × holds at least ${holds} = ${factorWords(1 - failure)}`
}

/** Of attempts that meet its conditions, the share that comes past all layers. */
export function pastLayers({ residual: { perAttempt } }: Pick<ScenarioRow, 'residual'>): number {
  return perAttempt.unguarded === 0 ? 1 : perAttempt.left / perAttempt.unguarded
}

/** What a risk is reckoned as, in as many digits as its factors are shown in. */
export function productOf({ attempts, residual }: Pick<ScenarioRow, 'attempts' | 'residual'>): string {
  const { frequency, perAttempt } = residual
  return attempts === null || frequency === null ? factorWords(perAttempt.left) : productWords(frequency)
}

/** Events a year, or of one attempt where nobody knows how many there are. */
export function reckoned({ frequency, perAttempt }: ScenarioRow['residual']): number {
  return frequency ?? perAttempt.left
}

export function appetiteWords({ residual, appetite }: Pick<ScenarioRow, 'residual' | 'appetite'>): string {
  if (appetite === null) return 'nobody said how much is acceptable'
  if (residual.withinAppetite === null)
    return `unknown against the appetite of ${statedFrequency(appetite)}: nobody said how often it is tried`
  return `${residual.withinAppetite ? 'within' : 'above'} the appetite of ${statedFrequency(appetite)}`
}

/** Why so much is left over, where layers are missing or not known. */
export function layersWords({ barriers }: Pick<ScenarioRow, 'barriers'>): string {
  if (barriers.length === 0) return 'no layer stands against it'
  const count = (state: ControlRow['state']) => barriers.filter((barrier) => barrier.state === state).length
  const parts = controlStates.flatMap((state) =>
    state === 'measured' || count(state) === 0 ? [] : [`${count(state).toLocaleString()} ${state}`],
  )
  return parts.length > 0 ? `${parts.join(', ')} of ${counted(barriers.length, 'layer')}` : ''
}

const causeKinds: Readonly<Record<string, string>> = {
  gateway: 'the gateway',
  model: 'the model',
  vendor: 'the vendor',
  people: 'the people',
}

/** A shared cause as people say it: `gateway:ai-gateway` is a part of the system, and no address that is asked. */
export function causeName(cause: string): string {
  const [kind, name] = cause.split(/:(.*)/s, 2) as [string, string | undefined]
  const word = causeKinds[kind]
  return word === undefined || !name ? cause : `${word} ${name}`
}

/** What tells whether a figure of a scenario is assumed. */
type Told = Pick<ScenarioRow, 'attempts' | 'enabling' | 'consequence' | 'residual' | 'barriers'>

/** What of a scenario's number nobody measured or stated. */
export function assumedParts({ attempts, enabling, consequence, residual, barriers }: Told): string[] {
  const shared = residual.groups.some(
    ({ members, measured }) => !measured && members.filter((at) => barriers[at]!.failure < 1).length > 1,
  )
  return [
    attempts?.basis === 'assumed' && 'attempts',
    enabling.some(({ probability }) => probability?.basis === 'assumed') && 'conditions',
    shared && 'shared causes',
    consequence?.basis === 'assumed' && 'consequence',
  ].filter((part) => part !== false)
}

/** What of a scenario's number nobody knows. A probability that nobody knows counts as 1. */
export function unknownParts({ attempts, enabling, consequence }: ScenarioRow): string[] {
  return [
    attempts === null && 'attempts',
    enabling.some(({ probability }) => probability === null) && 'conditions',
    consequence === null && 'consequence',
  ].filter((part) => part !== false)
}

/** How far the number reaches: what of it nobody knows, and what it could be whatever the layers share. */
export function reachWords(scenario: ScenarioRow): string {
  const { residual } = scenario
  const [assumed, unknown] = [assumedParts(scenario), unknownParts(scenario)]
  const { left, bounds } = residual.perAttempt
  const high = residual.bounds?.high ?? bounds.high
  return [
    unknown.length > 0 && `unknown: ${unknown.join(', ')}`,
    assumed.length > 0 && `rests on assumed ${assumed.join(', ')}`,
    bounds.high > left * NOTABLE &&
      `never more than ${amountWords(scenario.attempts, high, 'up')}, whatever the layers share`,
  ]
    .filter((part) => part !== false)
    .join('; ')
}

/** Risk as a register lists it: the worst against its appetite first, then those nobody judged, then the rest. */
export function byConcern(scenarios: readonly ScenarioRow[]): ScenarioRow[] {
  const order: Record<Verdict, number> = { above: 0, unsaid: 1, within: 2 }
  const share = ({ residual, appetite }: ScenarioRow) =>
    (residual.frequency ?? Number.POSITIVE_INFINITY) / Math.max(appetite ?? 1, Number.MIN_VALUE)
  const descending = (a: ScenarioRow, b: ScenarioRow) => (share(a) === share(b) ? 0 : share(b) > share(a) ? 1 : -1)
  return scenarios.toSorted((a, b) => order[verdictOf(a)] - order[verdictOf(b)] || descending(a, b))
}

export function byStanding(controls: readonly ControlRow[]): ControlRow[] {
  const order = (state: ControlState) => controlStates.indexOf(state)
  return controls.toSorted(
    (a, b) => order(a.state) - order(b.state) || b.failure - a.failure || a.name.localeCompare(b.name),
  )
}

export function treatmentWords({
  treatment,
  treatmentUntil,
}: Pick<ScenarioRow, 'treatment' | 'treatmentUntil'>): string {
  return treatmentUntil === null ? treatment : `${treatment} until ${treatmentUntil}`
}

/** Whether a day as `YYYY-MM-DD` is over. */
export function isPast(day: string | null | undefined, now = new Date().toISOString()): boolean {
  return day !== null && day !== undefined && day < now.slice(0, 10)
}
