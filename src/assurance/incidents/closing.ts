import { casesToClaim } from '#core/statistics'
import type { AssuranceCase, CaseChange } from './case.ts'

/** How an evaluation's case ended in one run. */
export interface RegressionResult {
  key: string
  /** Id and name of the run. */
  run: string
  runName: string
  at: string
  result: 'pass' | 'fail' | 'insufficient'
  attempts: number
  passed: number
  /** Attempts without a verdict. */
  open: number
}

/** What proof there is, as of now. */
export interface ClosingProof {
  /** Results of the regression cases that changes name, in any order. */
  results: readonly RegressionResult[]
  /** When each control was last seen alive; absent: not alive now, or not known. */
  aliveSince: ReadonlyMap<string, string>
  /** There are controls of which somebody could say what they did. */
  hasControls: boolean
  /** Duties to report that nobody has judged, by name. */
  unjudged: readonly string[]
  now: string
}

/** One thing that is still missing before a case may be closed. */
export interface MissingProof {
  /** Null where it is of the case and no control: nobody has said what any did, or judged the duties to report. */
  controlId: string | null
  what: 'barriers' | 'duties' | 'change' | 'failed-before' | 'passes-after' | 'live-probe' | 'owner' | 'next-review'
  sentence: string
  /** The change that lacks it; `null`: there is none. */
  changeId: string | null
}

/** A change that does not prove itself, and why. */
export interface UnprovenChange {
  id: string
  lacks: string[]
}

const nothingSaid: MissingProof = {
  ...{ controlId: null, changeId: null, what: 'barriers' },
  sentence: 'nobody has said yet which safeguards held, failed or were missing',
}

/**
 * The closing rule: somebody has said what the safeguards did, and every barrier that failed has a change whose regression
 * case failed before and passes after, a probe that shows it alive since, an owner and a next review; or an exception that has
 * not expired. Law 4: closed means verified, or excepted with an expiry. A hazard or an exercise met no barrier in earnest, so
 * that nobody has to say anything of them. Of an incident somebody has judged each duty to report besides: the laws are about
 * harm that was done, and a clock that nobody looked at runs on after the case is closed.
 */
export function missingForClosing(
  { kind, barriers, changes }: Pick<AssuranceCase, 'kind' | 'barriers' | 'changes'>,
  proof: ClosingProof,
): MissingProof[] {
  const isEarnest = kind === 'incident' || kind === 'near-miss'
  const duties = kind === 'incident' && proof.unjudged.length > 0 ? [unjudged(proof.unjudged)] : []
  if (barriers.length === 0 && isEarnest && proof.hasControls) return [nothingSaid, ...duties]
  const proofs = barriers
    .filter(({ outcome }) => outcome === 'failed')
    .flatMap(({ controlId }) =>
      missingOf(
        controlId,
        changes.filter((change) => change.controlId === controlId && change.withdrawn === null),
        proof,
      ),
    )
  return [...proofs, ...duties]
}

function unjudged(names: readonly string[]): MissingProof {
  return {
    ...{ controlId: null, changeId: null, what: 'duties' },
    sentence: `nobody has judged whether these duties to report apply: ${names.join('; ')}`,
  }
}

/** What one run of the regression case said, and which run it was. */
type ShownRun = Pick<RegressionResult, 'at' | 'run' | 'runName'>

/** What there is of the proof for one barrier that failed, by the change that is nearest to it. */
export interface ShownProof {
  controlId: string
  changeId: string
  failedBefore: ShownRun | null
  passedAfter: ShownRun | null
}

/** The runs that speak for the changes of a case; of a closed one those from before it was closed. */
export function shownProofs(
  { barriers, changes, closedAt }: Pick<AssuranceCase, 'barriers' | 'changes' | 'closedAt'>,
  proof: ClosingProof,
): ShownProof[] {
  const results = proof.results.filter(({ at }) => at <= (closedAt ?? proof.now))
  const failed = new Set(barriers.flatMap(({ controlId, outcome }) => (outcome === 'failed' ? [controlId] : [])))
  const real = changes.filter(
    ({ kind, controlId, withdrawn }) => kind !== 'exception' && withdrawn === null && failed.has(controlId),
  )
  const nearest = (own: readonly CaseChange[]) =>
    own.toSorted(
      (a, b) =>
        lastingOf(a, { ...proof, results }, closedAt !== null).length -
        lastingOf(b, { ...proof, results }, closedAt !== null).length,
    )[0]!
  return [...Map.groupBy(real, ({ controlId }) => controlId).values()].map(nearest).map((change) => {
    const own = results
      .filter(({ key }) => key === change.regressionKey)
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    const after = own.filter(({ at }) => at > change.madeAt)[0]
    return {
      ...{ controlId: change.controlId, changeId: change.id },
      failedBefore: shownRun(own.find(({ at, result }) => at <= change.madeAt && result === 'fail')),
      passedAfter: shownRun(after?.result === 'pass' ? after : undefined),
    }
  })
}

function shownRun(found: RegressionResult | undefined): ShownRun | null {
  return found ? { at: found.at, run: found.run, runName: found.runName } : null
}

/**
 * Which changes do not prove themselves, of barriers that failed. Of a closed case by the runs before it was closed, and
 * without what holds for a time only: a probe, a review that lies ahead.
 */
export function unprovenChanges(
  { barriers, changes, closedAt }: Pick<AssuranceCase, 'barriers' | 'changes' | 'closedAt'>,
  proof: ClosingProof,
): UnprovenChange[] {
  const results = proof.results.filter(({ at }) => at <= (closedAt ?? proof.now))
  const failed = new Set(barriers.flatMap(({ controlId, outcome }) => (outcome === 'failed' ? [controlId] : [])))
  return changes
    .filter(({ kind, controlId, withdrawn }) => kind !== 'exception' && withdrawn === null && failed.has(controlId))
    .map((change) => ({
      id: change.id,
      lacks: lastingOf(change, { ...proof, results }, closedAt !== null).map(({ sentence }) =>
        sentence.slice(change.controlId.length + 2),
      ),
    }))
    .filter(({ lacks }) => lacks.length > 0)
}

const passing: ReadonlySet<MissingProof['what']> = new Set(['live-probe', 'next-review'])

/** @param isClosed what holds for a time only is asked no more */
function lastingOf(change: CaseChange, proof: ClosingProof, isClosed: boolean): MissingProof[] {
  return missingOfChange(change, proof).filter(({ what }) => !isClosed || !passing.has(what))
}

/**
 * Exceptions that a closed case rests on and that have ended, with no change that mended their barrier meanwhile: it is open
 * again (law 4).
 */
export function endedExceptions(
  { barriers, changes, closedAt }: Pick<AssuranceCase, 'barriers' | 'changes' | 'closedAt'>,
  proof: ClosingProof,
): { controlId: string; until: string }[] {
  if (closedAt === null) return []
  const [from, today] = [closedAt.slice(0, 10), proof.now.slice(0, 10)]
  return barriers
    .filter(({ outcome }) => outcome === 'failed')
    .flatMap(({ controlId }) => {
      const own = changes.filter((change) => change.controlId === controlId && change.withdrawn === null)
      const until = own
        .flatMap((change) => change.until ?? [])
        .sort()
        .at(-1)
      const isMended = own.some((change) => change.kind !== 'exception' && lastingOf(change, proof, true).length === 0)
      return until !== undefined && until >= from && until < today && !isMended ? [{ controlId, until }] : []
    })
}

/** True where a change proves itself alone: what it mended is shown, so that it is no longer anybody's to withdraw. */
export function isProven(change: CaseChange, proof: ClosingProof): boolean {
  return change.kind !== 'exception' && change.withdrawn === null && missingOfChange(change, proof).length === 0
}

function missingOf(controlId: string, changes: readonly CaseChange[], proof: ClosingProof): MissingProof[] {
  const today = proof.now.slice(0, 10)
  if (changes.some(({ kind, until }) => kind === 'exception' && until !== null && until >= today)) return []
  const real = changes.filter(({ kind }) => kind !== 'exception')
  const expired = changes.length > real.length ? ' (an exception has expired)' : ''
  if (real.length === 0)
    return [
      {
        controlId,
        changeId: null,
        what: 'change',
        sentence: `${controlId} failed, and nothing was changed because of it${expired}: a change counts with a regression case that failed before and passes since, a probe since, an owner and a next review`,
      },
    ]
  // One change that proves itself is enough: of several the nearest to it says what is missing.
  return real.map((change) => missingOfChange(change, proof)).sort((a, b) => a.length - b.length)[0]!
}

function missingOfChange(change: CaseChange, { results, aliveSince, now }: ClosingProof): MissingProof[] {
  const { controlId, madeAt, regressionKey, owner, nextReview } = change
  const own = results.filter(({ key }) => key === regressionKey).sort((a, b) => (a.at < b.at ? 1 : -1))
  const before = own.filter(({ at }) => at <= madeAt)
  const after = own.filter(({ at }) => at > madeAt)
  const named = regressionKey === null ? 'no regression case is named' : `regression case "${regressionKey}"`
  const missing: MissingProof[] = []
  const add = (what: MissingProof['what'], sentence: string) =>
    missing.push({ controlId, changeId: change.id, what, sentence: `${controlId}: ${sentence}` })
  if (!before.some(({ result }) => result === 'fail'))
    add(
      'failed-before',
      regressionKey === null ? named : `${named} was never seen failing before the change of ${madeAt.slice(0, 16)}`,
    )
  // The newest word counts: what failed again since is not mended.
  if (after[0]?.result !== 'pass')
    add(
      'passes-after',
      regressionKey === null
        ? named
        : after.length === 0
          ? `${named} was not run since the change`
          : `${named} does not pass in its newest run`,
    )
  else {
    const [there, needed] = [passesInARow(after), passesNeeded(before)]
    if (there < needed)
      add(
        'passes-after',
        `${named} failed only now and then before, so that it takes ${needed} passes in a row to tell; there are ${there}`,
      )
  }
  const seen = aliveSince.get(controlId)
  if (seen === undefined || seen <= madeAt) add('live-probe', 'no probe has shown it alive since the change')
  if (owner === null) add('owner', 'the change has no owner')
  if (nextReview === null || nextReview <= now.slice(0, 10)) add('next-review', 'no review is planned')
  return missing
}

/** Passes of the newest runs, up to the first that did not pass. */
function passesInARow(after: readonly RegressionResult[]): number {
  const other = after.findIndex(({ result }) => result !== 'pass')
  return after.slice(0, other === -1 ? after.length : other).reduce((sum, { passed }) => sum + passed, 0)
}

/**
 * So many passes in a row would hardly come (at 95 %) if the case still failed as often as it did: one where it failed at every
 * attempt, 299 at one in a hundred. `1 − 0.05^(1/n)`, the exact bound without a failure; at the rate of the newest run before
 * the change in which it failed.
 */
function passesNeeded(before: readonly RegressionResult[]): number {
  const failed = before.find(({ result }) => result === 'fail')
  if (!failed) return 1
  const judged = failed.attempts - failed.open
  return failed.passed <= 0 || judged <= failed.passed ? 1 : casesToClaim(1 - failed.passed / judged)
}
