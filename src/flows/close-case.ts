import { clearFailures } from '#assurance/controls/store'
import {
  type AssuranceCase,
  type CaseChange,
  didNotHold,
  type MissingProof,
  missingForClosing,
  stepWords,
} from '#assurance/incidents'
import { closeCase, regressionResults, sayMoment } from '#assurance/incidents/store'
import { err, ok, problem, type Result } from '#core/kernel'
import { type Acting, type Alongside, type CaseContext, type InTransaction, openCaseFor } from './case-access.ts'
import { unjudgedDuties } from './case-duties.ts'
import { proofFor } from './closing-proof.ts'
import { noteRiskTerms } from './risk-terms.ts'

/** Why a case may not be closed yet, as rows. */
export class NotProven {
  readonly missing: readonly MissingProof[]

  constructor(missing: readonly MissingProof[]) {
    this.missing = missing
  }
}

/** What closing a case came to. */
export interface ClosedCase {
  /** Controls whose change was proven. */
  proven: string[]
  /** Duties to report that nobody judged: of what was no incident they may be left so, and are named. */
  unjudgedDuties: string[]
}

/**
 * Closes a case where the closing rule is met, and takes the failures that its changes were proven against out of what their
 * controls are judged by. Problems: `not-found`, `case-closed`, `change-not-proven` (its cause a `NotProven`).
 */
export async function close(
  { database, clock }: CaseContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  alongside: Alongside<ClosedCase>,
): Promise<Result<ClosedCase>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await openCaseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const missing = await missingOf(work, found.value, now)
    if (missing.length > 0)
      return err(
        problem('change-not-proven', missing.map(({ sentence }) => sentence).join('; '), new NotProven(missing)),
      )
    const proven = await provenChanges(work, found.value, now)
    await closeCase(work, caseId, { by, now })
    await clearFailures(work, workspaceId, found.value, await withEarlierKeys(work, found.value, proven), now)
    if (proven.length > 0) await noteRiskTerms(work, workspaceId, now)
    await noteProof(work, workspaceId, found.value, proven, now)
    const unjudged = await unjudgedDuties(work, found.value, now)
    const done = { proven: proven.map(({ controlId }) => controlId).sort(), unjudgedDuties: unjudged }
    await alongside(work, done)
    return ok(done)
  })
}

/** When the change was proven, and when the last of its regression cases passed: the figures of times are made of them. */
async function noteProof(
  work: InTransaction,
  workspaceId: string,
  { id, moments }: AssuranceCase,
  proven: readonly CaseChange[],
  now: string,
): Promise<void> {
  if (proven.length === 0) return
  const results = await regressionResults(
    work,
    proven.flatMap(({ regressionKey }) => regressionKey ?? []),
  )
  const green = proven
    .map(({ regressionKey, madeAt }) =>
      results
        .filter(({ key, at, result }) => key === regressionKey && at > madeAt && result === 'pass')
        .map(({ at }) => at)
        .sort()
        .at(0),
    )
    .sort()
    .at(-1)
  const said = new Set(moments.map(({ step }) => step))
  for (const [step, at] of [
    ['regression-green', green],
    ['change-verified', now],
  ] as const)
    if (at !== undefined && !said.has(step)) {
      const moment = { step, what: stepWords[step], earliest: at, latest: at, estimated: false, saidBy: 'Lunette' }
      await sayMoment(work, workspaceId, id, moment, now)
    }
}

async function missingOf(work: InTransaction, found: AssuranceCase, now: string): Promise<MissingProof[]> {
  return missingForClosing(found, await proofFor(work, found, now))
}

/** Proven changes with the regression cases of those before them that did not hold, as far as these pass by now. */
async function withEarlierKeys(
  work: InTransaction,
  { changes, recurredAt }: AssuranceCase,
  proven: readonly CaseChange[],
) {
  const results = await regressionResults(
    work,
    changes.flatMap(({ regressionKey }) => regressionKey ?? []),
  )
  const earlier = changes.filter((change) => change.kind !== 'exception' && didNotHold(change, results, recurredAt))
  const passes = (asked: string) =>
    results.filter(({ key }) => key === asked).sort((a, b) => (a.at < b.at ? 1 : -1))[0]?.result === 'pass'
  return proven.map((change) => {
    const keys = earlier.flatMap(({ controlId, regressionKey }) =>
      controlId === change.controlId && regressionKey !== null && passes(regressionKey) ? regressionKey : [],
    )
    return { ...change, earlierKeys: [...new Set(keys)].filter((key) => key !== change.regressionKey) }
  })
}

/** The changes that proved themselves alone, without the help of an exception. */
async function provenChanges(work: InTransaction, found: AssuranceCase, now: string): Promise<CaseChange[]> {
  const proof = await proofFor(work, found, now)
  return found.changes.filter(
    (change) =>
      change.kind !== 'exception' &&
      missingForClosing(
        {
          ...found,
          barriers: found.barriers.filter(({ controlId }) => controlId === change.controlId),
          changes: [change],
        },
        { ...proof, unjudged: [] },
      ).length === 0 &&
      found.barriers.some(({ controlId, outcome }) => controlId === change.controlId && outcome === 'failed'),
  )
}
