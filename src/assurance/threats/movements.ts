import {
  assessControl,
  type ControlAssessment,
  type DayOfEvidence,
  probeHoldsUntil,
  tracesHoldUntil,
} from '#assurance/controls'
import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'
import { KnownDays, type PieceOfEvidence } from './known-days.ts'
import { type MeasuredBetas, nameOfSet } from './measured-cause.ts'
import { residualOf } from './residual.ts'
import { type ControlTerms, type DatedTerms, type RiskTerms, stepsBetween, type TermsCause } from './terms.ts'

/** What a control was judged by, all in all, and the pieces that were recorded last, which can be taken away again. */
export interface ControlPast {
  id: string
  days: readonly DayOfEvidence[]
  /** In the order in which they were recorded. */
  pieces: readonly PieceOfEvidence[]
  /** Of what was recorded until then pieces are missing; `''`: none is. */
  from: string
}

/** What moved a risk: evidence; a probe or traces that did not come; time, in which passes count less; another term. */
export type MovementCause = EvidenceCause | { kind: 'silence' | 'untraced' | 'age'; control: string } | TermsCause

interface EvidenceCause {
  kind: 'evidence'
  control: string
  of: AssuranceEvidenceKind
  aspect: ControlAspect
  /** Null: of several. */
  source: string | null
  held: number
  failed: number
  /** The newest word of it. */
  last: EvidenceResult
  /** The times that it is about. */
  seen: { from: string; to: string }
}

/** One of the things that moved a risk. */
export interface Driver {
  cause: MovementCause
  /** Of its control, the probability of failure on demand before and after. */
  failure: { from: number; to: number } | null
  /** What it added to what is left over; all of a movement add up to it. */
  change: number
}

/**
 * What a scenario left over before and after something became known, with all that made the difference; the same before and
 * after where only what is accepted of it was said anew.
 */
export interface Movement {
  at: string
  /** When the movement before it was. */
  since: string
  /** Events a year, or of one attempt where nobody knows how many there are; null: that was not known before. */
  from: number | null
  to: number
  drivers: Driver[]
}

const DAY_MS = 86_400_000
/** Less than so much is told with what comes after it. */
const LEAST = 0.01
/** Time alone wears on every day: of it so much is a movement of its own, and less is told with what comes after it. */
const LEAST_OF_AGE = 0.1

interface Terms {
  now: string
  most: number
}

/**
 * The last movements of a scenario, newest first, by what was known when: evidence counts from when it was recorded, whatever
 * time it is about, so no figure of the past changes; terms count from when they were said. Each begins where the one before
 * it ended, and what moved it adds up to all of it.
 */
export function movementsOf(
  pasts: readonly ControlPast[],
  dated: readonly DatedTerms[],
  { now, most }: Terms,
): Movement[] {
  const first = dated[0]
  if (!first) return []
  const from =
    pasts
      .map((past) => past.from)
      .sort()
      .at(-1) ?? ''
  const replay = new Replay(pasts, dated, from >= first.at ? from : '')
  for (const [at, together] of groupsOf(happeningsOf(pasts, dated, now))) replay.take(at, together)
  replay.end(now)
  return replay.movements.slice(-most).reverse()
}

type Happening = { at: string; order: number } & (
  | { kind: 'evidence'; control: string; pieces: readonly PieceOfEvidence[] }
  | { kind: 'silence' | 'untraced'; control: string }
  | { kind: 'terms'; terms: RiskTerms }
)

function groupsOf(happenings: readonly Happening[]): [string, Happening[]][] {
  const sorted = happenings.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order))
  return [...Map.groupBy(sorted, ({ at }) => at)]
}

function happeningsOf(pasts: readonly ControlPast[], dated: readonly DatedTerms[], now: string): Happening[] {
  const terms = dated.map(({ at, terms: said }, order): Happening => ({ kind: 'terms', at, order, terms: said }))
  return [...terms, ...pasts.flatMap((past) => [...recordedOf(past, dated.length), ...endsOf(past, dated, now)])]
}

/** Pieces that came together: of the same control, aspect and source, recorded at one moment. */
function recordedOf({ id: control, pieces }: ControlPast, order: number): Happening[] {
  const together = Map.groupBy(pieces, ({ recordedAt, aspect, kind, source }) =>
    [recordedAt, aspect, kind, source].join('\n'),
  )
  return [...together.values()].map((group) => ({
    ...{ kind: 'evidence', at: group[0]!.recordedAt, order, control, pieces: group },
  }))
}

/** Moments at which a probe or traces may become too old to say anything: whether they do is seen when they come. */
function endsOf({ id: control, pieces }: ControlPast, dated: readonly DatedTerms[], now: string): Happening[] {
  const own = dated.flatMap(({ terms }) => terms.controls.filter(({ id }) => id === control))
  const moments = new Set<string>()
  const add = (kind: 'silence' | 'untraced', at: string) => moments.add(`${at} ${kind}`)
  for (const interval of new Set(own.map(({ probeIntervalSeconds }) => probeIntervalSeconds)))
    for (const { at } of pieces.filter(isAlive))
      add('silence', after(probeHoldsUntil({ probeIntervalSeconds: interval }, at), 1))
  for (const halfLifeDays of new Set(own.map((one) => one.halfLifeDays)))
    for (const { day } of pieces.filter(isCarried))
      add('untraced', after(tracesHoldUntil({ halfLifeDays }, day), DAY_MS))
  return [...moments].flatMap((said) => {
    const [at, kind] = said.split(' ') as [string, 'silence' | 'untraced']
    return at <= now ? [{ kind, at, order: -1, control }] : []
  })
}

function isAlive({ aspect, result }: PieceOfEvidence): boolean {
  return aspect === 'liveness' && result === 'pass'
}

function isCarried({ aspect, result }: PieceOfEvidence): boolean {
  return aspect === 'coverage' && result === 'pass'
}

function after(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString()
}

/** A scenario as it is reckoned while what is known of it comes in once more. */
class Replay {
  readonly movements: Movement[] = []
  readonly #layers: ReadonlyMap<string, Layer>
  readonly #perAttempt: boolean
  /** Nothing is told of what came until then. */
  readonly #quietUntil: string
  #terms: RiskTerms | undefined
  #at = ''
  #failures = new Map<string, number>()
  #left: number | null = null
  #told: { at: string; left: number | null; failures: ReadonlyMap<string, number> } | undefined
  #waiting: Driver[] = []

  constructor(pasts: readonly ControlPast[], dated: readonly DatedTerms[], quietUntil: string) {
    this.#layers = new Map(pasts.map((past) => [past.id, new Layer(past)]))
    this.#perAttempt = dated.at(-1)!.terms.attempts === null
    this.#quietUntil = quietUntil
  }

  /** What became known at one moment, one after the other. */
  take(at: string, happenings: readonly Happening[]): void {
    const ends = happenings.filter(({ kind }) => kind === 'silence' || kind === 'untraced')
    this.#passTo(ends.length > 0 ? after(at, -1) : at)
    this.#tell()
    for (const happening of happenings) this.#takeOne(at, happening)
    this.#tell()
  }

  /** Time goes on until now; what is shown as left over now is what the last movement came to. */
  end(now: string): void {
    this.#passTo(now)
    this.#tell()
    if (this.#left !== null && this.#told && this.#told.left !== null && !looksSame(this.#told.left, this.#left))
      this.#tell(0)
  }

  #takeOne(at: string, happening: Happening): void {
    if (happening.kind === 'terms') this.#say(at, happening.terms)
    else if (happening.kind === 'evidence') this.#see(at, happening.control, happening.pieces)
    else this.#drive(at, { kind: happening.kind, control: happening.control })
  }

  #see(at: string, control: string, pieces: readonly PieceOfEvidence[]): void {
    const layer = this.#layers.get(control)
    const own = this.#controlTerms(control)
    const before = own && layer ? factsOf(layer.assessedAt(own, at)) : ''
    layer?.take(pieces)
    if (!own || !layer) return
    const changes = factsOf(layer.assessedAt(own, at)) !== before
    this.#drive(at, evidenceCause(control, pieces), changes)
  }

  /** Other terms from here on; the first ones are where it begins. */
  #say(at: string, terms: RiskTerms): void {
    if (this.#terms === undefined) {
      this.#terms = terms
      this.#settle(at)
      this.#told = { at, left: this.#left, failures: this.#failures }
      return
    }
    for (const step of stepsBetween(this.#terms, terms)) {
      this.#terms = step.terms
      this.#drive(at, step.cause, movesAppetite(step))
    }
    this.#terms = terms
  }

  /** Time alone: passes fade, and the days that coverage is counted over move on. */
  #passTo(at: string): void {
    if (this.#terms && at > this.#at)
      for (const { id } of this.#terms.controls) {
        const failure = this.#failureOf(id, at)
        if (failure !== this.#failures.get(id)) this.#drive(at, { kind: 'age', control: id }, true, [id])
      }
    if (at > this.#at) this.#at = at
  }

  /** What came of one cause: of its control, or of all where the terms are others. */
  #drive(at: string, cause: MovementCause, counts = false, only?: readonly string[]): void {
    if (!this.#terms) return
    const control = 'control' in cause ? cause.control : undefined
    const [left, failure] = [this.#left, control === undefined ? undefined : this.#failures.get(control)]
    this.#settle(at, only ?? (control === undefined ? undefined : [control]))
    const to = control === undefined ? undefined : this.#failures.get(control)
    const change = (this.#left ?? 0) - (left ?? 0)
    if (change === 0 && failure === to && !counts) return
    const moved = failure === undefined || to === undefined ? null : { from: failure, to }
    this.#wait({ cause, failure: moved, change })
  }

  #wait(driver: Driver): void {
    const key = keyOf(driver.cause)
    const place = this.#waiting.findIndex(({ cause }) => keyOf(cause) === key)
    if (place < 0) this.#waiting.push(driver)
    else this.#waiting[place] = joined(this.#waiting[place]!, driver)
  }

  #settle(at: string, only?: readonly string[]): void {
    const terms = this.#terms!
    const fresh = only ?? terms.controls.map(({ id }) => id)
    this.#failures = new Map([...this.#failures, ...fresh.map((id) => [id, this.#failureOf(id, at)] as const)])
    this.#left = leftOver(terms, this.#failures, this.#perAttempt)
    if (at > this.#at) this.#at = at
  }

  #failureOf(control: string, at: string): number {
    const terms = this.#controlTerms(control)
    return (terms && this.#layers.get(control)?.assessedAt(terms, at).failure) ?? 1
  }

  #controlTerms(control: string): ControlTerms | undefined {
    return this.#terms?.controls.find(({ id }) => id === control)
  }

  /** Tells what waited, once it comes to a movement. What a control was shown to be, and is credited nothing for yet, waits on. */
  #tell(least = LEAST): void {
    if (!this.#told || this.#left === null) return
    const { left: from, at: since, failures } = this.#told
    if (this.#at <= this.#quietUntil) {
      this.#waiting = []
      this.#told = { at: this.#at, left: this.#left, failures: this.#failures }
      return
    }
    const moves = ({ cause, change }: Driver) =>
      change !== 0 ||
      movesAppetite({ cause }) ||
      ('control' in cause && failures.get(cause.control) !== this.#failures.get(cause.control))
    const drivers = this.#waiting.filter(moves)
    const isAge = drivers.every(({ cause }) => cause.kind === 'age')
    const needed = isAge && least > 0 ? LEAST_OF_AGE : least
    if (from !== null && !isMovement(from, this.#left, needed) && !this.#waiting.some(movesAppetite)) return
    if (drivers.length === 0) return
    this.movements.push({ at: this.#at, since, from, to: this.#left, drivers })
    this.#waiting = this.#waiting.filter((driver) => !moves(driver))
    this.#told = { at: this.#at, left: this.#left, failures: this.#failures }
  }
}

/** It leaves as much over as before, but not as much as is accepted. */
function movesAppetite({ cause }: Pick<Driver, 'cause'>): boolean {
  return cause.kind === 'appetite'
}

function isMovement(from: number, to: number, least: number): boolean {
  return from === 0 ? to > 0 : Math.abs(to / from - 1) > least
}

/** As it is shown: in two digits. */
function looksSame(one: number, other: number): boolean {
  return one.toPrecision(2) === other.toPrecision(2)
}

function leftOver(
  { attempts, enabling, consequence, barriers, beta, measured }: RiskTerms,
  failures: ReadonlyMap<string, number>,
  perAttempt: boolean,
): number | null {
  const known: MeasuredBetas = new Map(
    measured.map((one) => [nameOfSet(one.controls) ?? '', { ...one, measuredAt: '', holdsUntil: '' }]),
  )
  const scenario = { attempts, enabling, consequence, barriers, appetite: null }
  const residual = residualOf(scenario, (id) => failures.get(id) ?? 1, { ...beta, measured: known })
  return perAttempt ? residual.perAttempt.left : residual.frequency
}

/** What a control is judged by, in one word: what changes none of it explains nothing. */
function factsOf({ coverage, liveness, efficacy }: ControlAssessment): string {
  return [coverage?.share, liveness.state, efficacy?.lower].join(' ')
}

function evidenceCause(control: string, pieces: readonly PieceOfEvidence[]): EvidenceCause {
  const count = (result: EvidenceResult) =>
    pieces.filter((one) => one.result === result).reduce((sum, { demands }) => sum + demands, 0)
  const times = pieces.map(({ at }) => at).sort()
  const newest = pieces.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1)!
  const { kind: of, aspect, source } = pieces[0]!
  return {
    ...{ kind: 'evidence', control, of, aspect, source, held: count('pass'), failed: count('fail') },
    ...{ last: newest.result, seen: { from: times[0]!, to: times.at(-1)! } },
  }
}

/** Of what the same is said again before it comes to a movement, it is told once. */
function keyOf(cause: MovementCause): string {
  const { kind } = cause
  if (kind === 'evidence') return [kind, cause.control, cause.aspect, cause.of].join('\n')
  if (kind === 'silence' || kind === 'untraced' || kind === 'age') return [kind, cause.control].join('\n')
  return JSON.stringify(cause)
}

function joined(one: Driver, next: Driver): Driver {
  return {
    cause: joinedCause(one.cause, next.cause),
    failure: one.failure && next.failure ? { from: one.failure.from, to: next.failure.to } : next.failure,
    change: one.change + next.change,
  }
}

function joinedCause(one: MovementCause, next: MovementCause): MovementCause {
  if (one.kind !== 'evidence' || next.kind !== 'evidence') return next
  const { seen, source, held, failed } = one
  const times = [seen.from, seen.to, next.seen.from, next.seen.to].sort()
  return {
    ...next,
    ...{ source: source === next.source ? source : null, held: held + next.held, failed: failed + next.failed },
    last: seen.to > next.seen.to ? one.last : next.last,
    seen: { from: times[0]!, to: times.at(-1)! },
  }
}

/** A control as it is judged while its evidence comes in once more. */
class Layer {
  readonly #known: KnownDays
  #taken = 0
  #probe: PieceOfEvidence | undefined
  #last: { terms: ControlTerms; key: string; assessment: ControlAssessment } | undefined

  constructor({ days, pieces }: ControlPast) {
    this.#known = new KnownDays(days, pieces)
  }

  take(pieces: readonly PieceOfEvidence[]): void {
    this.#known.take(pieces)
    this.#taken += pieces.filter(({ aspect }) => aspect !== 'liveness').length
    for (const piece of pieces.filter(isProbe)) if (!this.#probe || piece.at >= this.#probe.at) this.#probe = piece
  }

  /** Within a day it moves with what comes in, and when its probe says otherwise or is too old, alone. */
  assessedAt(terms: ControlTerms, at: string): ControlAssessment {
    const isOld = this.#probe !== undefined && at > probeHoldsUntil(terms, this.#probe.at)
    const key = [at.slice(0, 10), this.#taken, this.#probe?.result, isOld].join(' ')
    if (this.#last?.key !== key || this.#last.terms !== terms)
      this.#last = { terms, key, assessment: this.#assess(terms, at) }
    return this.#last.assessment
  }

  #assess(terms: ControlTerms, at: string): ControlAssessment {
    const limits = terms.limits.map((limit) => ({ ...limit, findingId: null, since: null }))
    return assessControl(terms, this.#known.under(terms), this.#probe, at, limits)
  }
}

function isProbe({ aspect, result }: PieceOfEvidence): boolean {
  return aspect === 'liveness' && (result === 'pass' || result === 'fail')
}
