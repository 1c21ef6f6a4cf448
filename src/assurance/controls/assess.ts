import { type Bounds, defaultDecay, efficacyOf, failureOnDemand, inHundred } from '#core/statistics'
import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'
import { withoutCleared } from './cleared.ts'
import type { Control } from './control.ts'
import type { Limit } from './doubt.ts'

/** Evidence of one day, summed; the shape in which it is read. */
export interface DayOfEvidence {
  aspect: ControlAspect
  kind: AssuranceEvidenceKind
  result: EvidenceResult
  /** As `YYYY-MM-DD`; of days that were summed the first, or of what counts less with time the last. */
  day: string
  /** The last of days that were summed, where `day` is the first. */
  lastDay?: string
  subjectVersion: string | null
  demands: number
  weighted: number
}

export type Liveness = 'live' | 'dead' | 'unknown'

/** What is known of a control now, and what risk reckons with. Unknown parts are `undefined`, never zero or one. */
export interface ControlAssessment {
  coverage: { share: number; demands: number; since: string } | undefined
  liveness: { state: Liveness; seenAt: string | undefined }
  efficacy: Efficacy | undefined
  /** Probability of failure on demand: the bound that risk uses; 1 where a part is unknown. */
  failure: number
  /** What holds it back, in words. */
  reasons: string[]
}

interface Efficacy {
  mean: number
  interval: Bounds
  lower: number
  /** As they were seen. */
  passes: number
  failures: number
  /** As they weigh in the interval: passes fade, and count less of another version or of none. */
  counted: { passes: number; failures: number }
  /** Both in words. */
  held: string
  newest: string
}

const DAY_MS = 86_400_000
/** A probe that was missed once is late; missed twice it says nothing of now. */
const INTERVALS_VALID = 2

/**
 * Effectiveness = coverage × liveness × efficacy, each from evidence of its own. A person's word (attestation, review) is
 * kept, but no demand with a known outcome: it moves none of them. Neither does what exposure shows: it limits.
 * @param limits why nothing passes through it, whatever its traces show: its coverage is 0 then
 */
export function assessControl(
  control: Pick<Control, 'version' | 'halfLifeDays' | 'probeIntervalSeconds' | 'cleared'>,
  days: readonly DayOfEvidence[],
  probe: { result: EvidenceResult; at: string } | undefined,
  now: string,
  limits: readonly Limit[] = [],
): ControlAssessment {
  const counted = withoutCleared(days, control.cleared, control.halfLifeDays).filter(
    ({ kind, aspect }) =>
      kind !== 'attestation' && kind !== 'review' && !(kind === 'exposure' && aspect === 'coverage'),
  )
  const traces = counted.filter(({ aspect }) => aspect === 'coverage')
  const tracedOn = lastCarried(traces)
  const isOld = tracedOn !== undefined && now.slice(0, 10) > tracesHoldUntil(control, tracedOn)
  const traced = isOld ? undefined : coverageOf(traces, recentSince(now))
  const coverage = limits.length > 0 ? nothingOf(traced, now) : traced
  const liveness = livenessOf(control, probe, now)
  const efficacy = efficacyAt(
    control,
    counted.filter(({ aspect }) => aspect === 'efficacy'),
    now,
  )
  const live = liveness.state === 'unknown' ? undefined : liveness.state === 'live' ? 1 : 0
  // A first failure is no ground for more credit than nothing known.
  const works = efficacy && (efficacy.passes > 0 ? efficacy.lower : 0)
  const failure = live === 0 ? 1 : failureOnDemand({ coverage: coverage?.share, live, efficacy: works })
  const reasons = [
    ...limits.map(({ reason }) => reason),
    ...reasonsOf({ coverage: traced, liveness, efficacy, tracedOn }),
  ]
  return { coverage, liveness, efficacy, failure: limits.length > 0 ? 1 : failure, reasons }
}

function nothingOf(traced: ControlAssessment['coverage'], now: string): ControlAssessment['coverage'] {
  return { share: 0, demands: traced?.demands ?? 0, since: traced?.since ?? now.slice(0, 10) }
}

/** The last day on which traces of a day still say how much a control sees: favourable evidence does not hold for ever (law 3). */
export function tracesHoldUntil({ halfLifeDays }: Pick<Control, 'halfLifeDays'>, day: string): string {
  return new Date(Date.parse(day) + halfLifeDays * DAY_MS).toISOString().slice(0, 10)
}

/** Demands that went past it make what it carried before no newer. */
function lastCarried(days: readonly DayOfEvidence[]): string | undefined {
  return days
    .filter(({ result }) => result === 'pass')
    .map(({ day, lastDay }) => lastDay ?? day)
    .sort()
    .at(-1)
}

const RECENT_DAYS = 7
/** Fewer say too little of now. */
const LEAST_RECENT = 20

/** The day from which on coverage counts as of now, as `YYYY-MM-DD`. */
export function recentSince(now: string): string {
  return new Date(Date.parse(now) - RECENT_DAYS * DAY_MS).toISOString().slice(0, 10)
}

/**
 * Demands that carried the control, of all demands in the same traces: since ever, or of the last days where that is less. A
 * control that is gone round since yesterday must not live on the traces of a year.
 */
function coverageOf(days: readonly DayOfEvidence[], since: string): ControlAssessment['coverage'] {
  const whole = shareOf(days)
  const recent = shareOf(days.filter(({ day }) => day >= since))
  return whole && recent && recent.demands >= LEAST_RECENT && recent.share < whole.share ? recent : whole
}

function shareOf(days: readonly DayOfEvidence[]): ControlAssessment['coverage'] {
  const carried = sum(days.filter(({ result }) => result === 'pass'))
  const missed = sum(days.filter(({ result }) => result === 'fail'))
  const demands = carried + missed
  if (demands === 0) return undefined
  return { share: carried / demands, demands, since: days.map(({ day }) => day).sort()[0]! }
}

function sum(days: readonly DayOfEvidence[]): number {
  return days.reduce((total, { demands }) => total + demands, 0)
}

/** How long a probe that found a control alive says that it is. */
export function probeHoldsUntil({ probeIntervalSeconds }: Pick<Control, 'probeIntervalSeconds'>, at: string): string {
  return new Date(Date.parse(at) + probeIntervalSeconds * INTERVALS_VALID * 1_000).toISOString()
}

function livenessOf(
  control: Pick<Control, 'probeIntervalSeconds'>,
  probe: { result: EvidenceResult; at: string } | undefined,
  now: string,
): ControlAssessment['liveness'] {
  if (!probe) return { state: 'unknown', seenAt: undefined }
  // What was found dead stays so until it is seen alive; what was alive long ago may not be any more.
  if (probe.result === 'fail') return { state: 'dead', seenAt: probe.at }
  return {
    state: Date.parse(now) <= Date.parse(probeHoldsUntil(control, probe.at)) ? 'live' : 'unknown',
    seenAt: probe.at,
  }
}

function efficacyAt(
  { version, halfLifeDays, cleared }: Pick<Control, 'version' | 'halfLifeDays' | 'cleared'>,
  days: readonly DayOfEvidence[],
  now: string,
): ControlAssessment['efficacy'] {
  const verdicts = days.filter(({ result }) => result === 'pass' || result === 'fail')
  if (verdicts.length === 0) return undefined
  const today = Date.parse(now)
  const found = efficacyOf(
    verdicts.map(({ result, weighted, day, subjectVersion }) => ({
      passed: result === 'pass',
      weight: weighted,
      ageDays: Math.max(0, Math.floor((today - Date.parse(day)) / DAY_MS)),
      // Evidence that says no version may be of any: of the present one only where none is stated either.
      earlierVersion: subjectVersion !== version,
    })),
    { ...defaultDecay, halfLifeDays },
  )
  const [held, failed] = [verdicts.filter(isPass), verdicts.filter((one) => !isPass(one))]
  const [passes, failures] = [sum(held), sum(failed)]
  // What is added to both where nothing is known is no demand.
  const counted = { passes: found.alpha - NOTHING_KNOWN, failures: found.beta - NOTHING_KNOWN }
  return {
    ...{ mean: found.mean, interval: found.interval, lower: found.lower, passes, failures, counted },
    held: heldWords(
      { passes, failures, counted },
      discountsOf(held, { version, halfLifeDays }, now),
      repairedOf(cleared),
    ),
    newest: verdicts
      .map(({ day }) => day)
      .sort()
      .at(-1)!,
  }
}

/** Of a Beta distribution that knows of no demand (Jeffreys). */
const NOTHING_KNOWN = 0.5

function isPass({ result }: DayOfEvidence): boolean {
  return result === 'pass'
}

/** Why passes weigh less than they are, in words. */
function discountsOf(
  passes: readonly DayOfEvidence[],
  { version, halfLifeDays }: Pick<Control, 'version' | 'halfLifeDays'>,
  now: string,
): string[] {
  const unnamed = sum(passes.filter(({ subjectVersion }) => version !== null && subjectVersion === null))
  const others = sum(passes.filter(({ subjectVersion }) => subjectVersion !== null && subjectVersion !== version))
  const repeats = passes.reduce((less, { demands, weighted }) => less + demands - weighted, 0)
  return [
    unnamed > 0 && `${passesWords(unnamed)} of which no version is named, at a quarter`,
    others > 0 && `${passesWords(others)} of another version, at a quarter`,
    repeats > TENTH && 'repeats of a case count once, and as far as who judged them is believed',
    passes.some(({ day }) => day < now.slice(0, 10)) && `passes count half after ${halfLifeDays} days`,
  ].filter((words) => words !== false)
}

function passesWords(count: number): string {
  return count === 1 ? '1 pass' : `${count.toLocaleString('en')} passes`
}

const TENTH = 0.1

/** How often it held as that was seen, and as it is counted where that is less. */
function heldWords(
  { passes, failures, counted }: Pick<Efficacy, 'passes' | 'failures' | 'counted'>,
  why: string[],
  repaired: number,
): string {
  const all = passes + failures + repaired
  const seen =
    all === 1
      ? `it ${failures > 0 ? 'failed' : 'held'} the one time it was tried`
      : `it held ${passes.toLocaleString('en')} of ${all.toLocaleString('en')} times`
  const cleared =
    repaired === 0
      ? seen
      : `${seen}; ${repaired === 1 ? '1 failure' : `${repaired.toLocaleString('en')} failures`} before a proven change no longer ${repaired === 1 ? 'counts' : 'count'}`
  const weight = counted.passes + counted.failures
  if (passes + failures - weight < TENTH) return cleared
  return `${cleared}, counted as ${tenths(counted.passes)} of ${tenths(weight)} (${why.join('; ')})`
}

/** Failures that changes were proven against; what a case corrected was none. */
function repairedOf(cleared: Control['cleared']): number {
  return cleared.reduce((all, { demands, day, corrected }) => all + (day === undefined && !corrected ? demands : 0), 0)
}

function tenths(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 })
}

function reasonsOf({
  coverage,
  liveness,
  efficacy,
  tracedOn,
}: Pick<ControlAssessment, 'coverage' | 'liveness' | 'efficacy'> & { tracedOn: string | undefined }): string[] {
  const reasons: string[] = []
  if (liveness.state === 'dead') reasons.push(`found dead by a probe of ${momentOf(liveness.seenAt)}`)
  if (liveness.state === 'unknown')
    reasons.push(
      liveness.seenAt === undefined
        ? 'no probe has shown that it is alive'
        : `last seen alive ${momentOf(liveness.seenAt)}, too long ago to say it is now`,
    )
  if (!coverage)
    reasons.push(
      tracedOn === undefined
        ? 'no traces show how many requests it sees'
        : `it was last seen in traces of ${tracedOn}, too long ago to say how many requests it sees now`,
    )
  else if (coverage.share < 1)
    reasons.push(`it sees ${inHundred(coverage.share, 'down')} of ${coverage.demands.toLocaleString('en')} requests`)
  if (!efficacy) reasons.push('no evidence shows how well it works')
  else reasons.push(`${efficacy.held}: risk counts on ${countedOn(efficacy)}`)
  return reasons
}

/** What risk reckons with, as `assessControl` does: nothing of what was never seen to hold. */
function countedOn({ passes, lower }: Efficacy): string {
  return passes > 0 ? `at least ${inHundred(lower, 'down')}, the one-sided 95 % bound` : 'nothing of it'
}

function momentOf(at = ''): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}
