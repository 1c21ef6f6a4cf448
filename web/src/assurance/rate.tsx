import type { EvaluationRow } from '@contract/evaluations.ts'
import { intervalWords } from '@contract/number-words.ts'
import { Unknown } from '../parts/basis.tsx'
import { IntervalMark } from './interval-mark.tsx'

type Counts = Pick<EvaluationRow, 'passed' | 'failed' | 'undecided' | 'failureRate'>

/** How often it failed, with the interval that so few cases leave. */
export function Rate({ counts: { passed, failed, undecided, failureRate } }: { counts: Counts }) {
  const judged = passed + failed
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {failureRate ? (
        <>
          <IntervalMark value={failureRate.value} interval={failureRate.interval} />
          <span>
            {failed.toLocaleString()} of {judged.toLocaleString()} failed
          </span>
          <span className="text-sm text-muted">{intervalWords(failureRate.interval)}</span>
        </>
      ) : (
        <Unknown what="rate" hint="No case has a verdict" />
      )}
      {undecided > 0 && <span className="text-sm text-soon">{undecided.toLocaleString()} without a verdict</span>}
    </span>
  )
}
