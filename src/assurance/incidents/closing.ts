import type { AssuranceCase, CaseChange } from './case.ts'
import {
  type ClosingProof,
  didNotHold,
  failingAgainWords,
  type MissingProof,
  missingOfChange,
  nameOf,
  proofCounts,
} from './change-proof.ts'
import { countsBefore, type RegressionResult, stoppedFailing } from './failed-before.ts'
import { gravestKind } from './kinds.ts'

/** A change that does not prove itself, and why. */
export interface UnprovenChange {
  id: string
  lacks: string[]
}

const nothingSaid = 'nobody has said yet which safeguards held, failed or were missing'

function ofCase(what: 'barriers' | 'duties', sentence: string): MissingProof {
  return { controlId: null, changeId: null, what, sentence, lacks: sentence }
}

/**
 * The closing rule: somebody has said what the safeguards did, and every barrier that failed has a change whose regression
 * case failed before and passes after, a probe that shows it alive since, an owner and a next review; or an exception that has
 * not expired. Law 4: closed means verified, or excepted with an expiry. A hazard or an exercise met no barrier in earnest, so
 * that nobody has to say anything of them; what counts is the gravest that the case ever was, so that no new name closes it. Of an incident somebody has judged each duty to report besides: the laws are about
 * harm that was done, and a clock that nobody looked at runs on after the case is closed.
 */
export function missingForClosing(
  { barriers, changes, ...taken }: Pick<AssuranceCase, 'kind' | 'kinds' | 'barriers' | 'changes'>,
  proof: ClosingProof,
): MissingProof[] {
  const kind = gravestKind(taken)
  const isEarnest = kind === 'incident' || kind === 'near-miss'
  const once =
    kind === taken.kind
      ? ''
      : `: it was ${kind === 'incident' ? 'an incident' : 'a near miss'} once, and is closed as one`
  const duties = kind === 'incident' && proof.unjudged.length > 0 ? [unjudged(proof.unjudged, once)] : []
  if (barriers.length === 0 && isEarnest && proof.hasControls)
    return [ofCase('barriers', nothingSaid + once), ...duties]
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

function unjudged(names: readonly string[], once: string): MissingProof {
  return ofCase('duties', `nobody has judged whether these duties to report apply: ${names.join('; ')}${once}`)
}

/** What one run of the regression case said, and which run it was. */
type ShownRun = Pick<RegressionResult, 'at' | 'run' | 'runName' | 'version'>

/** What there is of the proof for one barrier that failed, by the change that is nearest to it. */
export interface ShownProof {
  controlId: string
  changeId: string
  failedBefore: (ShownRun & { isLate: boolean }) | null
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
  const isVoid = (change: CaseChange) => Number(didNotHold(change, results, proof.recurredAt))
  const nearest = (own: readonly CaseChange[]) =>
    own.toSorted(
      (a, b) =>
        isVoid(a) - isVoid(b) ||
        lastingOf(a, { ...proof, results }, closedAt !== null).length -
          lastingOf(b, { ...proof, results }, closedAt !== null).length,
    )[0]!
  return [...Map.groupBy(real, ({ controlId }) => controlId).values()].map(nearest).map((change) => {
    const own = results
      .filter(({ key }) => key === change.regressionKey)
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    const since = proofCounts(change.madeAt, proof.recurredAt).at
    const after = own.filter(({ at }) => at > since)[0]
    return {
      ...{ controlId: change.controlId, changeId: change.id },
      failedBefore: shownFailure(own, change),
      passedAfter: shownRun(after?.result === 'pass' ? after : undefined),
    }
  })
}

/** The failure that counts; `isLate` where it was recorded only after the change. */
function shownFailure(own: readonly RegressionResult[], { madeAt }: CaseChange): ShownProof['failedBefore'] {
  if (stoppedFailing(own.filter(({ at }) => at <= madeAt))) return null
  const found = own.find((one) => one.at <= madeAt && one.result === 'fail' && countsBefore(one, own, madeAt))
  const run = shownRun(found)
  return found && run ? { ...run, isLate: found.recordedAt > madeAt } : null
}

function shownRun(found: RegressionResult | undefined): ShownRun | null {
  return found ? { at: found.at, run: found.run, runName: found.runName, version: found.version } : null
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
      lacks: lacksOf(change, { ...proof, results }, closedAt !== null),
    }))
    .filter(({ lacks }) => lacks.length > 0)
}

/** Of what did not hold that says it all: nothing else that it lacks would mend it. */
function lacksOf(change: CaseChange, proof: ClosingProof, isClosed: boolean): string[] {
  const isVoid = didNotHold(change, proof.results, proof.recurredAt)
  return lastingOf(change, proof, isClosed)
    .filter(({ what }) => !isVoid || what === 'failed-before')
    .map(({ lacks }) => lacks)
}

const passing: ReadonlySet<MissingProof['what']> = new Set(['live-probe', 'next-review'])

/** What a change lacks. @param isClosed what holds for a time only is asked no more */
export function lastingOf(change: CaseChange, proof: ClosingProof, isClosed: boolean): MissingProof[] {
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

/** A regression case that proved a barrier mended and failed again, and the run in which it did. */
export interface RefutedProof {
  controlId: string
  key: string
  runName: string
  at: string
}

/**
 * What proved the barriers of a closed case mended, and fails in its newest run: the case is open again (law 4). A barrier with
 * an exception that still holds, or another change that proves itself, needs no more.
 */
export function refutedProofs(
  { barriers, changes, closedAt }: Pick<AssuranceCase, 'barriers' | 'changes' | 'closedAt'>,
  proof: ClosingProof,
): RefutedProof[] {
  if (closedAt === null) return []
  const today = proof.now.slice(0, 10)
  return barriers
    .filter(({ outcome }) => outcome === 'failed')
    .flatMap(({ controlId }) => {
      const own = changes.filter((change) => change.controlId === controlId && change.withdrawn === null)
      const stands = own.some(({ kind, until, ...change }) =>
        kind === 'exception'
          ? until !== null && until >= today
          : lastingOf({ kind, until, ...change }, proof, true).length === 0,
      )
      const refuted = stands ? [] : own.flatMap((change) => failedAgain(change, proof) ?? [])
      return refuted.slice(0, 1).map(({ key, runName, at }) => ({ controlId, key, runName, at }))
    })
}

/** The newest run of a change's regression case, where it came after the change and failed. */
function failedAgain({ madeAt, regressionKey }: CaseChange, { results }: ClosingProof): RegressionResult | undefined {
  const newest = results.filter(({ key }) => key === regressionKey).sort((a, b) => (a.at < b.at ? 1 : -1))[0]
  return newest?.result === 'fail' && newest.at > madeAt ? newest : undefined
}

/** Ids of the changes that prove themselves; of a closed case by what there was when it was closed. */
export function provenChanges(
  { changes, closedAt }: Pick<AssuranceCase, 'changes' | 'closedAt'>,
  proof: ClosingProof,
): Set<string> {
  const results = proof.results.filter(({ at }) => at <= (closedAt ?? proof.now))
  const proven = changes.filter(
    (change) =>
      change.kind !== 'exception' &&
      change.withdrawn === null &&
      lastingOf(change, { ...proof, results }, closedAt !== null).length === 0,
  )
  return new Set(proven.map(({ id }) => id))
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
  const lacks = `nothing was changed because of it${expired}: a change counts with a regression case that failed before and passes since, a probe since, an owner and a next review`
  const sentence = `${nameOf(proof.names, controlId)} failed, and ${lacks}`
  if (real.length === 0) return [{ controlId, changeId: null, what: 'change', lacks, sentence }]
  const standing = real.filter((change) => !didNotHold(change, proof.results, proof.recurredAt))
  if (standing.length === 0) {
    const failed = failingAgainWords(real.at(-1)!, proof)
    return [
      {
        controlId,
        changeId: null,
        what: 'change',
        lacks: failed,
        sentence: `${nameOf(proof.names, controlId)}: ${failed}`,
      },
    ]
  }
  // One change that proves itself is enough: of several the nearest to it says what is missing.
  return standing.map((change) => missingOfChange(change, proof)).sort((a, b) => a.length - b.length)[0]!
}
