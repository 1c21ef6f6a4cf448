import { type CaseReader, didNotHold, mayRead, provenChanges } from '#assurance/incidents'
import { type PlannedLook, plannedLooksOf, readCases, regressionResults } from '#assurance/incidents/store'
import type { ReviewFacts } from '#assurance/reviews'
import { lastReviews } from '#assurance/reviews/store'
import type { Database } from '#platform/database'
import { proofFor } from './closing-proof.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/**
 * Changes of cases whose next review is planned, and exceptions with their last day, of the cases that a reader may read. What
 * was withdrawn or replaced is not looked at again: a change that it happened in spite of, an exception with a later one
 * beside it, or with a change that is proven.
 */
export async function plannedLooks(work: InTransaction, reader: CaseReader, now: string): Promise<ReviewFacts[]> {
  const planned = (await plannedLooksOf(work)).filter((one) => mayRead(one, reader))
  const keys = planned.flatMap(({ recurredAt, regressionKey }) => (recurredAt === null ? [] : (regressionKey ?? [])))
  const results = await regressionResults(work, keys)
  const reviews = new Map(
    (await lastReviews(work)).flatMap((one) => (one.kind === 'case-change' ? [[one.id, one] as const] : [])),
  )
  const facts: ReviewFacts[] = []
  for (const one of planned) {
    const isOver =
      one.kind === 'exception' ? await isReplaced(work, one, planned, now) : didNotHold(one, results, one.recurredAt)
    if (!isOver) facts.push(factsOf(one, reviews.get(one.id) ?? null))
  }
  return facts
}

/** Whether the end of an exception takes nothing away any more. */
async function isReplaced(
  work: InTransaction,
  exception: PlannedLook,
  planned: readonly PlannedLook[],
  now: string,
): Promise<boolean> {
  const beside = planned.filter(
    ({ id, caseId, controlId }) =>
      id !== exception.id && caseId === exception.caseId && controlId === exception.controlId,
  )
  if (beside.some(({ kind, day, id }) => kind === 'exception' && `${day} ${id}` > `${exception.day} ${exception.id}`))
    return true
  const changes = beside.filter(({ kind }) => kind !== 'exception')
  if (changes.length === 0) return false
  const [found] = await readCases(work, 1, exception.caseId)
  const proven = found ? provenChanges(found, await proofFor(work, found, now)) : new Set<string>()
  return changes.some(({ id }) => proven.has(id))
}

function factsOf(
  { id, caseId, title, controlName, kind, what, owner, day, madeAt }: PlannedLook,
  lastReview: ReviewFacts['lastReview'],
): ReviewFacts {
  const sentence =
    kind === 'exception'
      ? `the exception for ${controlName} in the case "${title}" ends: ${day} is its last day`
      : `the change of ${controlName} in the case "${title}" is to be looked at again`
  return {
    ...{ kind: kind === 'exception' ? 'case-exception' : 'case-change', id, caseId, name: what, owner, lastReview },
    ...{ registeredAt: madeAt, reviewDays: 0, grows: false, ends: [{ what: sentence, on: day }] },
    ...{ changes: [], cases: [], dead: [], doubts: [], evidence: [] },
  }
}
