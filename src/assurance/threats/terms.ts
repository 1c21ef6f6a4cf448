import type { Control, Limit } from '#assurance/controls'
import { canonicalJson } from '#core/kernel'
import type { BetaAssumption, SharedCause } from './residual.ts'
import type { Barrier, Estimate } from './scenario.ts'

/** What of a control says how its evidence is weighed. */
export interface ControlTerms
  extends Pick<Control, 'id' | 'version' | 'halfLifeDays' | 'probeIntervalSeconds' | 'cleared'> {
  limits: Pick<Limit, 'kind' | 'reason'>[]
}

/** A share of failures that was measured, of some controls. */
interface MeasuredTerms
  extends Pick<NonNullable<SharedCause['measured']>, 'cases' | 'clusters' | 'together' | 'point' | 'upper'> {
  controls: string[]
}

/** A number that a risk is reckoned with, and what speaks for it. */
export type StatedNumber = Pick<Estimate, 'value' | 'basis' | 'source'>

/** All that a scenario's risk is reckoned with, and held against, besides evidence. */
export interface RiskTerms {
  /** Events a year that its owner can live with. */
  appetite: number | null
  attempts: StatedNumber | null
  enabling: { condition: string; probability: StatedNumber | null }[]
  consequence: StatedNumber | null
  barriers: Barrier[]
  beta: BetaAssumption
  measured: MeasuredTerms[]
  /** Those of its barriers. */
  controls: ControlTerms[]
}

/** Terms, and from when on they held. */
export interface DatedTerms {
  at: string
  terms: RiskTerms
}

type Change<T> = { from: T; to: T }

/** One thing that a risk was reckoned with otherwise from then on. */
export type TermsCause =
  | ({ kind: 'appetite' } & Change<number | null>)
  | ({ kind: 'attempts' | 'consequence' } & Change<StatedNumber | null>)
  | ({ kind: 'condition'; condition: string } & Change<StatedNumber | null | undefined>)
  | { kind: 'layers'; came: string[]; went: string[] }
  | ({ kind: 'shared'; sharesModel: boolean } & Change<number>)
  | ({ kind: 'shared-measured'; controls: string[] } & Change<MeasuredTerms | undefined>)
  | ({ kind: 'version'; control: string } & Change<string | null>)
  | ({ kind: 'half-life' | 'probe-interval'; control: string } & Change<number>)
  | { kind: 'proven' | 'did-not-hold'; control: string; failures: number }
  | { kind: 'corrected'; control: string; passes: number; failures: number }
  | { kind: 'limited' | 'freed'; control: string; reasons: string[] }

/** The same terms with one thing changed after another, each with what it was. The last step has all of the later terms. */
export function stepsBetween(before: RiskTerms, after: RiskTerms): { terms: RiskTerms; cause: TermsCause }[] {
  const steps: { terms: RiskTerms; cause: TermsCause }[] = []
  let terms = before
  const take = (changed: Partial<RiskTerms>, cause: TermsCause) => {
    terms = { ...terms, ...changed }
    steps.push({ terms, cause })
  }
  for (const control of after.controls) stepsOfControl(control, () => terms, take)
  if (!isSame(before.barriers, after.barriers)) {
    const [old, now] = [before.barriers, after.barriers].map((all) => all.map((barrier) => barrier.control))
    const came = now!.filter((id) => !old!.includes(id))
    const went = old!.filter((id) => !now!.includes(id))
    take({ barriers: after.barriers, controls: after.controls }, { kind: 'layers', came, went })
  }
  for (const kind of ['attempts', 'consequence'] as const)
    if (!isSame(before[kind], after[kind])) take({ [kind]: after[kind] }, { kind, from: before[kind], to: after[kind] })
  stepsOfConditions(before, after, take)
  for (const name of ['usual', 'sharedModel'] as const)
    if (terms.beta[name] !== after.beta[name]) {
      const [from, to] = [terms.beta[name], after.beta[name]]
      take({ beta: { ...terms.beta, [name]: to } }, { kind: 'shared', sharesModel: name === 'sharedModel', from, to })
    }
  stepsOfMeasures(before, after, () => terms, take)
  const [from, to] = [before.appetite, after.appetite]
  if (from !== to) take({ appetite: to }, { kind: 'appetite', from, to })
  return steps
}

type Take = (changed: Partial<RiskTerms>, cause: TermsCause) => void

/** How evidence of a control that stays is weighed. */
function stepsOfControl(after: ControlTerms, terms: () => RiskTerms, take: Take): void {
  const before = terms().controls.find(({ id }) => id === after.id)
  if (!before) return
  const control = after.id
  const put = (said: Partial<ControlTerms>, cause: TermsCause) =>
    take({ controls: terms().controls.map((one) => (one.id === control ? { ...one, ...said } : one)) }, cause)
  const { version, halfLifeDays, probeIntervalSeconds, limits } = after
  if (before.version !== version) put({ version }, { kind: 'version', control, from: before.version, to: version })
  if (before.halfLifeDays !== halfLifeDays)
    put({ halfLifeDays }, { kind: 'half-life', control, from: before.halfLifeDays, to: halfLifeDays })
  if (before.probeIntervalSeconds !== probeIntervalSeconds)
    put(
      { probeIntervalSeconds },
      { kind: 'probe-interval', control, from: before.probeIntervalSeconds, to: probeIntervalSeconds },
    )
  stepsOfCleared(before.cleared, after, put)
  if (isSame(before.limits, limits)) return
  const [old, now] = [before.limits, limits].map((all) => all.map(({ reason }) => reason))
  const came = now!.filter((reason) => !old!.includes(reason))
  put(
    { limits },
    came.length > 0
      ? { kind: 'limited', control, reasons: came }
      : { kind: 'freed', control, reasons: old!.filter((reason) => !now!.includes(reason)) },
  )
}

/** What counts no more since: first failures that a change was proven against, then what cases said otherwise. */
function stepsOfCleared(
  before: ControlTerms['cleared'],
  { id: control, cleared }: ControlTerms,
  put: (said: Partial<ControlTerms>, cause: TermsCause) => void,
): void {
  const more = (of: (one: ControlTerms['cleared'][number]) => boolean) =>
    demandsOf(cleared.filter(of)) - demandsOf(before.filter(of))
  const failures = more(({ day }) => day === undefined)
  const corrected = more(({ corrected: isCorrected, day }) => isCorrected === true && day === undefined)
  const passes = more(({ day }) => day !== undefined)
  const proven = failures - corrected
  if (proven !== 0 && failures !== 0) {
    const known = before.filter((one) => one.corrected)
    put(
      { cleared: [...known, ...cleared.filter((one) => !one.corrected)] },
      { kind: proven > 0 ? 'proven' : 'did-not-hold', control, failures: Math.abs(proven) },
    )
  }
  if (passes !== 0 || (corrected !== 0 && failures !== 0))
    put({ cleared }, { kind: 'corrected', control, passes, failures: corrected })
}

function demandsOf(cleared: ControlTerms['cleared']): number {
  return cleared.reduce((sum, { demands }) => sum + demands, 0)
}

function stepsOfConditions(before: RiskTerms, after: RiskTerms, take: Take): void {
  if (isSame(before.enabling, after.enabling)) return
  let enabling = before.enabling
  const names = [...new Set([...enabling, ...after.enabling].map(({ condition }) => condition))]
  for (const condition of names) {
    const [old, now] = [before, after].map((one) => one.enabling.find((other) => other.condition === condition))
    if (isSame(old?.probability, now?.probability)) continue
    enabling = [...enabling.filter((one) => one.condition !== condition), ...(now ? [now] : [])]
    take({ enabling }, { kind: 'condition', condition, from: old?.probability, to: now?.probability })
  }
}

function stepsOfMeasures(before: RiskTerms, after: RiskTerms, terms: () => RiskTerms, take: Take): void {
  const nameOf = ({ controls }: MeasuredTerms) => controls.join('\n')
  const [old, now] = [before, after].map(({ measured }) => new Map(measured.map((one) => [nameOf(one), one])))
  for (const name of new Set([...old!.keys(), ...now!.keys()])) {
    const [from, to] = [old!.get(name), now!.get(name)]
    if (isSame(from, to)) continue
    const measured = [...terms().measured.filter((one) => nameOf(one) !== name), ...(to ? [to] : [])]
    take({ measured }, { kind: 'shared-measured', controls: (to ?? from)!.controls, from, to })
  }
}

/** Whether a risk is reckoned with the same. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null)
}
