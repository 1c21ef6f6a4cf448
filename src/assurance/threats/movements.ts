import {
  assessControl,
  type Control,
  type ControlAssessment,
  type DayOfEvidence,
  type Limit,
  probeHoldsUntil,
  tracesHoldUntil,
} from '#assurance/controls'
import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'
import { type BetaTerms, residualOf } from './residual.ts'
import type { Scenario } from './scenario.ts'

/** A piece of evidence with its time, as it is looked back on. */
export interface PieceOfEvidence extends DayOfEvidence {
  controlId: string
  at: string
  source: string
}

/** What a control was judged by, all in all, and its newest pieces, which can be taken away again. */
export interface ControlPast {
  control: Control
  days: readonly DayOfEvidence[]
  /** All since `from`, in any order. */
  pieces: readonly PieceOfEvidence[]
  /** Before it pieces are missing; `''`: none is. */
  from: string
  limits: readonly Limit[]
}

/** What moved a risk: evidence; a probe or traces that did not come; a change that was proven. */
export type MovementCause =
  | { kind: 'evidence'; of: AssuranceEvidenceKind; aspect: ControlAspect; source: string; held: number; failed: number }
  | { kind: 'silence' }
  | { kind: 'untraced' }
  | { kind: 'proven' }

/** What a scenario left over before and after something that was seen of one of its layers, by evidence up to then. */
export interface Movement {
  at: string
  /** Events a year, or of one attempt where nobody knows how many there are. */
  from: number
  to: number
  control: string
  cause: MovementCause
}

interface Happening {
  at: string
  control: string
  cause: MovementCause
  pieces: readonly PieceOfEvidence[]
}

/** Nothing came: what was credited before was so until then. */
const silent: ReadonlySet<MovementCause['kind']> = new Set(['silence', 'untraced'])

const DAY_MS = 86_400_000
/** Less than so much is no movement. */
const LEAST = 0.01

/**
 * The last movements of a scenario, newest first: its evidence is taken away and given back piece by piece, each judged as
 * of its time. The scenario, its assumptions and what exposure says are those of now.
 */
export function movementsOf(
  scenario: Scenario,
  pasts: readonly ControlPast[],
  { beta, now, most }: { beta: BetaTerms; now: string; most: number },
): Movement[] {
  const layers = new Map(pasts.map((past) => [past.control.id, new Layer(past)]))
  const since =
    pasts
      .map(({ from }) => from)
      .sort()
      .at(-1) ?? ''
  const left = (at: string) => {
    const { frequency, perAttempt } = residualOf(scenario, (id) => layers.get(id)?.failureAt(at) ?? 1, beta)
    return frequency ?? perAttempt.left
  }
  const moved: Movement[] = []
  for (const { at, control, cause, pieces } of pasts.flatMap((past) => happeningsOf(past, now)).sort(byTime)) {
    const layer = layers.get(control)!
    const before = at > since ? left(silent.has(cause.kind) ? justBefore(at) : at) : undefined
    layer.take(pieces, cause.kind === 'proven')
    if (before === undefined) continue
    const after = left(at)
    if (isMovement(before, after)) moved.push({ at, from: before, to: after, control, cause })
  }
  return moved.slice(-most).reverse()
}

function isMovement(from: number, to: number): boolean {
  return from === 0 ? to > 0 : Math.abs(to / from - 1) >= LEAST
}

function byTime(a: Happening, b: Happening): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0
}

function justBefore(at: string): string {
  return new Date(Date.parse(at) - 1).toISOString()
}

/** A control as it is judged while its evidence comes in once more. */
class Layer {
  readonly #past: ControlPast
  readonly #before: readonly DayOfEvidence[]
  readonly #taken: PieceOfEvidence[] = []
  #probe: PieceOfEvidence | undefined
  #isProven = false
  #known: { key: string; failure: number } | undefined

  constructor(past: ControlPast) {
    this.#past = past
    this.#before = without(past.days, past.pieces)
  }

  take(pieces: readonly PieceOfEvidence[], isProven: boolean): void {
    this.#taken.push(...pieces)
    this.#probe = pieces.filter(isProbe).at(-1) ?? this.#probe
    this.#isProven ||= isProven
  }

  /** Within a day it moves with what comes in, and when its probe is too old, alone. */
  failureAt(at: string): number {
    const isOld = this.#probe !== undefined && at > probeHoldsUntil(this.#past.control, this.#probe.at)
    const key = [at.slice(0, 10), this.#taken.length, this.#isProven, isOld].join(' ')
    if (this.#known?.key !== key) this.#known = { key, failure: this.#assessedAt(at).failure }
    return this.#known.failure
  }

  #assessedAt(at: string): ControlAssessment {
    const { control, limits } = this.#past
    const failuresFrom = this.#isProven ? control.failuresFrom : null
    const counted = this.#taken.filter(
      ({ aspect, result, at: seen }) => !(aspect === 'efficacy' && result === 'fail' && seen < (failuresFrom ?? '')),
    )
    return assessControl({ ...control, failuresFrom }, [...this.#before, ...counted], this.#probe, at, limits)
  }
}

function isProbe({ aspect, result }: PieceOfEvidence): boolean {
  return aspect === 'liveness' && (result === 'pass' || result === 'fail')
}

/** Sums by day without some pieces that they hold. */
function without(days: readonly DayOfEvidence[], pieces: readonly PieceOfEvidence[]): DayOfEvidence[] {
  const keyOf = ({ aspect, kind, result, day, subjectVersion }: DayOfEvidence) =>
    [aspect, kind, result, day, subjectVersion ?? ''].join(' ')
  const gone = Map.groupBy(pieces, keyOf)
  return days.flatMap((one) => {
    const taken = gone.get(keyOf(one)) ?? []
    const demands = taken.reduce((rest, piece) => rest - piece.demands, one.demands)
    const weighted = taken.reduce((rest, piece) => rest - piece.weighted, one.weighted)
    return demands > 0 ? [{ ...one, demands, weighted: Math.max(0, weighted) }] : []
  })
}

function happeningsOf(past: ControlPast, now: string): Happening[] {
  const { control, pieces } = past
  const sorted = pieces.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const together = Map.groupBy(sorted, ({ at, aspect, kind, source }) => [at, aspect, kind, source].join('\n'))
  const seen = [...together.values()].map((group): Happening => {
    const [{ at, aspect, kind: of, source }] = group as [PieceOfEvidence, ...PieceOfEvidence[]]
    const count = (result: EvidenceResult) =>
      group.filter((one) => one.result === result).reduce((sum, { demands }) => sum + demands, 0)
    const cause: MovementCause = { kind: 'evidence', of, aspect, source, held: count('pass'), failed: count('fail') }
    return { at, control: control.id, cause, pieces: group }
  })
  const proven: Happening[] =
    control.failuresFrom === null
      ? []
      : [{ at: control.failuresFrom, control: control.id, cause: { kind: 'proven' }, pieces: [] }]
  return [...seen, ...silencesOf(control, sorted.filter(isProbe), now), ...untracedOf(control, sorted, now), ...proven]
}

/** When a probe that found the control alive became too old, and none came before. */
function silencesOf(control: Control, probes: readonly PieceOfEvidence[], now: string): Happening[] {
  return probes.flatMap(({ at, result }, place) => {
    const end = probeHoldsUntil(control, at)
    const next = probes[place + 1]?.at ?? now
    if (result !== 'pass' || end >= next) return []
    const late = new Date(Date.parse(end) + 1).toISOString()
    return [{ at: late, control: control.id, cause: { kind: 'silence' }, pieces: [] }]
  })
}

/** When traces became too old to say how much a control sees, and none came before. */
function untracedOf(control: Control, sorted: readonly PieceOfEvidence[], now: string): Happening[] {
  const traces = sorted.filter(({ aspect, result }) => aspect === 'coverage' && result === 'pass')
  return traces.flatMap(({ day }, place) => {
    const late = new Date(Date.parse(tracesHoldUntil(control, day)) + DAY_MS).toISOString()
    const next = traces[place + 1]?.at ?? now
    return late < next ? [{ at: late, control: control.id, cause: { kind: 'untraced' }, pieces: [] }] : []
  })
}
