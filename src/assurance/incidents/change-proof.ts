import { casesToClaim } from '#core/statistics'
import type { AssuranceCase, CaseChange } from './case.ts'
import {
  attemptsBefore,
  countsBefore,
  neverFailing,
  type RegressionResult,
  recordedLate,
  second,
  stoppedFailing,
  stoppedWords,
} from './failed-before.ts'

/** The newest probe that could tell, and whether it still counts: `unknown` is one that found it alive, and is too old. */
export interface NewestProbe {
  state: 'live' | 'dead' | 'unknown'
  at: string
}

/** What proof there is, as of now. */
export interface ClosingProof {
  /** Results of the regression cases that changes name, in any order. */
  results: readonly RegressionResult[]
  /** What the newest probe of each control said; absent: it was never probed. */
  probes: ReadonlyMap<string, NewestProbe>
  /** When it happened once more after the case was closed: what came before proves no change any more. */
  recurredAt: string | null
  /** When it happened at the earliest that is known, see {@link happenedAt}; absent: not asked. */
  happenedAt?: string
  /** There are controls of which somebody could say what they did. */
  hasControls: boolean
  /** How the controls are called; one that is not named goes by its id. */
  names: ReadonlyMap<string, string>
  /** Duties to report that nobody has judged, by name. */
  unjudged: readonly string[]
  now: string
}

/** One thing that is still missing before a case may be closed. */
export interface MissingProof {
  /** Null where it is of the case and no control: nobody has said what any did, or judged the duties to report. */
  controlId: string | null
  what: 'barriers' | 'duties' | 'change' | 'failed-before' | 'passes-after' | 'live-probe' | 'owner' | 'next-review'
  /** What is missing, said by itself: it begins with the control's name. */
  sentence: string
  /** The same where it stands under that name. */
  lacks: string
  /** The change that lacks it; `null`: there is none. */
  changeId: string | null
}

/** What one change lacks to prove itself, each with why and what to do. */
export function missingOfChange(
  change: CaseChange,
  { results, probes, recurredAt, happenedAt: began, names, now }: ClosingProof,
): MissingProof[] {
  const { controlId, madeAt, regressionKey, owner, nextReview } = change
  const own = resultsOf(regressionKey, results)
  const blind = passedBeforeRecurring(own, recurredAt)
  const dated = own.filter(({ at }) => at <= madeAt && at > (blind?.at ?? ''))
  const before = dated.filter((one) => countsBefore(one, own, madeAt))
  const since = proofCounts(madeAt, recurredAt)
  const after = own.filter(({ at }) => at > since.at)
  const named = regressionKey === null ? 'no regression case is named' : `regression case "${regressionKey}"`
  const missing: MissingProof[] = []
  const add = (what: MissingProof['what'], lacks: string) =>
    missing.push({ controlId, changeId: change.id, what, lacks, sentence: `${nameOf(names, controlId)}: ${lacks}` })
  const stopped = stoppedFailing(dated)
  // What was in effect when it happened did not keep it from happening; after a recurrence the rule above says so.
  if (began !== undefined && madeAt < began && !since.isRecurrence)
    add(
      'change',
      `the change took effect on ${second(madeAt)}, before it happened as far as anybody said (${second(began)}): say when it happened where that was earlier, or withdraw the change and add what was changed since`,
    )
  if (stopped || !before.some(({ result }) => result === 'fail'))
    add(
      'failed-before',
      regressionKey === null
        ? named
        : `${named} ${blind ? missedIt(blind, since) : stopped ? stoppedWords(stopped, madeAt) : (recordedLate(dated, own, madeAt) ?? neverFailing(own, madeAt))}`,
    )
  // The newest word counts: what failed again since is not mended.
  if (after[0]?.result !== 'pass')
    add(
      'passes-after',
      regressionKey === null
        ? named
        : after.length === 0
          ? `${named} ${notRunSince(own, since)}`
          : `${named} does not pass in its newest run`,
    )
  else {
    const [there, needed] = [
      passesInARow(after),
      passesNeeded(dated.filter((one) => one.result === 'pass' || before.includes(one))),
    ]
    if (there < needed)
      add(
        'passes-after',
        `${named} failed only now and then before, so that it takes ${needed} passes in a row to tell; there are ${there}`,
      )
  }
  const unseen = notAliveSince(probes.get(controlId), since)
  if (unseen) add('live-probe', unseen)
  if (owner === null) add('owner', 'the change has no owner')
  if (nextReview === null || nextReview <= now.slice(0, 10)) add('next-review', 'no review is planned')
  return missing
}

/**
 * True of a change that it happened again in spite of: it was in effect, and its regression case had passed (ADR 30). It does
 * not show anything mended any more.
 */
export function didNotHold(
  { madeAt, regressionKey }: Pick<CaseChange, 'madeAt' | 'regressionKey'>,
  results: readonly RegressionResult[],
  recurredAt: string | null,
): boolean {
  return (
    proofCounts(madeAt, recurredAt).isRecurrence &&
    passedBeforeRecurring(resultsOf(regressionKey, results), recurredAt) !== undefined
  )
}

/** What is said where no change of a control is left that may still be proven. */
export function failingAgainWords(
  { madeAt, regressionKey }: CaseChange,
  { results, recurredAt }: ClosingProof,
): string {
  const passed = passedBeforeRecurring(resultsOf(regressionKey, results), recurredAt)
  return `the change of ${second(madeAt)} did not hold: regression case "${regressionKey}" passed on ${second(passed!.at)}, and it happened again on ${second(recurredAt!)}; add what is changed now, with a case that fails before it`
}

/** Newest first. */
function resultsOf(regressionKey: string | null, results: readonly RegressionResult[]): RegressionResult[] {
  return results.filter(({ key }) => key === regressionKey).sort((a, b) => (a.at < b.at ? 1 : -1))
}

/** From when on proof counts, and what was then. */
interface Since {
  at: string
  words: string
  /** The change was in effect when it happened again. */
  isRecurrence: boolean
}

/** Proof counts from the change on; where it happened once more after that, from then on: what was proven before did not hold. */
export function proofCounts(madeAt: string, recurredAt: string | null): Since {
  return recurredAt !== null && recurredAt > madeAt
    ? { at: recurredAt, words: 'it happened again on', isRecurrence: true }
    : { at: madeAt, words: 'the change of', isRecurrence: false }
}

/**
 * The earliest time that is said for what happened in a case; where nobody said any, when it was detected, else reported: what
 * took effect before that was not changed because of it.
 */
export function happenedAt({
  occurredFrom,
  occurredTo,
  detectedAt,
  reportedAt,
}: Pick<AssuranceCase, 'occurredFrom' | 'occurredTo' | 'detectedAt' | 'reportedAt'>): string {
  return occurredFrom ?? occurredTo ?? detectedAt ?? reportedAt
}

/** How a control is called. */
export function nameOf(names: ClosingProof['names'], controlId: string): string {
  return names.get(controlId) ?? controlId
}

/**
 * The newest verdict before it happened again, where that was a pass: what happened then is not what this case shows. What is
 * changed because of it names a case that has failed since; a change that was in effect by then is proven by none (ADR 30).
 */
function passedBeforeRecurring(
  own: readonly RegressionResult[],
  recurredAt: string | null,
): RegressionResult | undefined {
  if (recurredAt === null) return undefined
  const last = own.find(({ at, result }) => at <= recurredAt && result !== 'insufficient')
  return last?.result === 'pass' ? last : undefined
}

function missedIt({ at }: RegressionResult, since: Since): string {
  if (since.isRecurrence)
    return `passed on ${second(at)}, and it happened again on ${second(since.at)}: the case did not catch that, and the change was in effect, so that neither shows it mended, and the failures that it was proven against count again`
  return `passed on ${second(at)}, before it happened again: it does not show what happened, so name a case that fails, or run it until it does`
}

/** Why no run of a case speaks for a change: there is none, or it is from before. */
function notRunSince([newest]: readonly RegressionResult[], { at, words }: Since): string {
  return newest
    ? `was run last on ${second(newest.at)}, which is not after ${words} ${second(at)}: run it again`
    : 'was not run since the change'
}

/** Why the newest probe does not show a control alive since a change; `undefined` where it does. */
function notAliveSince(probe: NewestProbe | undefined, { at, words }: Since): string | undefined {
  if (!probe) return 'no probe has shown it alive since the change: it was never probed'
  if (probe.state === 'dead')
    return `the newest probe, of ${second(probe.at)}, found it dead: mend it and probe it again`
  if (probe.at <= at)
    return `the newest probe, of ${second(probe.at)}, is not after ${words} ${second(at)}: probe it again`
  if (probe.state === 'unknown')
    return `the newest probe, of ${second(probe.at)}, is older than two intervals and says nothing of now: probe it again`
  return undefined
}

/** Passes of the newest runs, up to the first that did not pass. */
function passesInARow(after: readonly RegressionResult[]): number {
  const other = after.findIndex(({ result }) => result !== 'pass')
  return after.slice(0, other === -1 ? after.length : other).reduce((sum, { passed }) => sum + passed, 0)
}

/**
 * So many passes in a row would hardly come (at 95 %) if the case still failed as often as it did: one where it failed at every
 * attempt, 299 at one in a hundred. `1 − 0.05^(1/n)`, the exact bound without a failure.
 */
function passesNeeded(before: readonly RegressionResult[]): number {
  const { judged, passed } = attemptsBefore(before)
  return passed <= 0 || judged <= passed ? 1 : casesToClaim(1 - passed / judged)
}
