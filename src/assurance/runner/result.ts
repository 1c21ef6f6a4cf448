import { CaseCollector, type ReadEvaluation } from '#assurance/evaluations'
import { type AttemptEnd, clusterOf, type PlannedAttempt, unitOf } from './plan.ts'

/** Why attempts were not made, in words for `dropped`. */
export type LeftOut = 'budget-spent' | 'stopped' | 'not-needed' | 'target-failing'

/** What a run is called and what it was of. */
export interface RunTitle {
  name: string
  target: string
  targetVersion: string | undefined
  at: string
  control: string | undefined
  /** Measured skill of the least able judge; `undefined` without one. */
  trust: number | undefined
}

/** Attempts as the run that any other tool would have reported: the same collector, the same laws. */
export function evaluationOf(
  plan: readonly PlannedAttempt[],
  ends: ReadonlyMap<string, AttemptEnd>,
  title: RunTitle,
  leftOut: LeftOut | undefined,
): ReadEvaluation {
  const collector = new CaseCollector()
  let missing = 0
  for (const planned of plan) {
    const end = ends.get(unitOf(planned))
    if (!end) missing++
    else collector.add(attemptOf(planned, end, title), `case ${planned.key}`)
  }
  // Whatever else kept an attempt from being made is told, too.
  if (leftOut !== 'not-needed') collector.miss(leftOut ?? 'not-made', missing, `${missing} attempts were not made`)
  const { name, target, targetVersion, at } = title
  return collector.end({ tool: 'Lunette', name, target, targetVersion, at })
}

function attemptOf({ key, of, way }: PlannedAttempt, { result, note, isJudged }: AttemptEnd, title: RunTitle) {
  return {
    ...{ key, result, note: note ?? undefined, stratum: of.stratum, control: of.control ?? title.control },
    cluster: clusterOf(of),
    ...(way.as !== undefined && { of: of.id, variation: way.as }),
    ...(isJudged && title.trust !== undefined && { trust: title.trust }),
  }
}

/** A run as lines of our own form (docs/evaluations.md): importing them gives the same cases. */
export function* linesOf({ run }: ReadEvaluation): Generator<string> {
  const { target, targetVersion, at, name } = run
  for (const one of run.cases) yield `${JSON.stringify({ ...one, run: name, target, version: targetVersion, at })}\n`
}
