import type { AssuranceCase, CaseChange } from './case.ts'

/** How an evaluation's case ended in one run. */
export interface RegressionResult {
  key: string
  at: string
  result: 'pass' | 'fail' | 'insufficient'
  attempts: number
}

/** What proof there is, as of now. */
export interface ClosingProof {
  /** Results of the regression cases that changes name, in any order. */
  results: readonly RegressionResult[]
  /** When each control was last seen alive; absent: not alive now, or not known. */
  aliveSince: ReadonlyMap<string, string>
  now: string
}

/** One thing that is still missing before a case may be closed. */
export interface MissingProof {
  controlId: string
  what: 'change' | 'failed-before' | 'passes-after' | 'live-probe' | 'owner' | 'next-review'
  sentence: string
  /** The change that lacks it; `null`: there is none. */
  changeId: string | null
}

/** A change that does not prove itself, and why. */
export interface UnprovenChange {
  id: string
  lacks: string[]
}

/**
 * The closing rule: every barrier that failed has a change whose regression case failed before and passes after, a probe
 * that shows it alive since, an owner and a next review; or an exception that has not expired. Law 4: closed means verified,
 * or excepted with an expiry.
 */
export function missingForClosing(
  { barriers, changes }: Pick<AssuranceCase, 'barriers' | 'changes'>,
  proof: ClosingProof,
): MissingProof[] {
  return barriers
    .filter(({ outcome }) => outcome === 'failed')
    .flatMap(({ controlId }) =>
      missingOf(
        controlId,
        changes.filter((change) => change.controlId === controlId && change.withdrawn === null),
        proof,
      ),
    )
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
      lacks: missingOfChange(change, { ...proof, results })
        .filter(({ what }) => closedAt === null || !passing.has(what))
        .map(({ sentence }) => sentence.slice(change.controlId.length + 2)),
    }))
    .filter(({ lacks }) => lacks.length > 0)
}

const passing: ReadonlySet<MissingProof['what']> = new Set(['live-probe', 'next-review'])

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
        sentence: `${controlId} failed, and nothing was changed because of it${expired}`,
      },
    ]
  // One change that proves itself is enough: of several the nearest to it says what is missing.
  return real.map((change) => missingOfChange(change, proof)).sort((a, b) => a.length - b.length)[0]!
}

function missingOfChange(change: CaseChange, { results, aliveSince, now }: ClosingProof): MissingProof[] {
  const { controlId, madeAt, regressionKey, owner, nextReview } = change
  const own = results.filter(({ key }) => key === regressionKey)
  const before = own.filter(({ at }) => at <= madeAt)
  const after = own.filter(({ at }) => at > madeAt).sort((a, b) => (a.at < b.at ? 1 : -1))
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
  const seen = aliveSince.get(controlId)
  if (seen === undefined || seen <= madeAt) add('live-probe', 'no probe has shown it alive since the change')
  if (owner === null) add('owner', 'the change has no owner')
  if (nextReview === null || nextReview <= now.slice(0, 10)) add('next-review', 'no review is planned')
  return missing
}
