import type { EvaluationCaseRow, EvaluationRow } from '@contract/evaluations.ts'
import { wilsonInterval } from '@contract/proportion.ts'

/** Cases of one kind, counted as a run is. */
export type StratumCounts = Pick<EvaluationRow, 'passed' | 'failed' | 'undecided' | 'failureRate'> & {
  /** `undefined`: those of which no stratum is stated. */
  name: string | undefined
}

/** Rates by stratum, the one that may fail most often first. */
export function strataOf(cases: readonly EvaluationCaseRow[]): StratumCounts[] {
  return [...Map.groupBy(cases, ({ stratum }) => stratum)]
    .map(([name, list]) => {
      const count = (result: EvaluationCaseRow['result']) => list.filter((one) => one.result === result).length
      const [passed, failed, undecided] = [count('pass'), count('fail'), count('insufficient')]
      const judged = passed + failed
      const failureRate = judged === 0 ? null : { value: failed / judged, interval: wilsonInterval(failed, judged) }
      return { name, passed, failed, undecided, failureRate }
    })
    .sort((a, b) => (b.failureRate?.interval.high ?? 2) - (a.failureRate?.interval.high ?? 2))
}
