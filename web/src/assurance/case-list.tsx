import type { EvaluationCaseRow } from '@contract/evaluations.ts'
import { useState } from 'react'
import { CaseLink } from '../evaluation-cases/case-link.tsx'
import { triesWords } from '../evaluation-cases/history-words.ts'

const PAGE = 50
const looks = {
  fail: ['✕ failed', 'text-now'],
  insufficient: ['no verdict', 'text-soon'],
  pass: ['passed', 'text-muted'],
} as const

interface Props {
  cases: readonly EvaluationCaseRow[]
  /** What the run as a whole tests. */
  control: string | null
}

/** Cases as they came: failed first, then those without a verdict; each opens to its runs. Prompts and answers stay with the tool. */
export function CaseList({ cases, control }: Props) {
  const [most, setMost] = useState(PAGE)
  return (
    <>
      <ul aria-label="Cases, failed first">
        {cases.slice(0, most).map((one) => (
          <li key={one.key} className="flex flex-wrap items-baseline gap-x-4 border-t border-line py-1">
            <span className={`w-24 shrink-0 ${looks[one.result][1]}`}>{looks[one.result][0]}</span>
            <CaseLink of={one.key} control={one.control ?? control} />
            {one.stratum && <span className="text-sm text-muted">{one.stratum}</span>}
            {one.attempts > 1 && (
              <span className="text-sm text-muted">{triesWords({ ...one, open: one.open ?? 0 })}</span>
            )}
            {one.control && <span className="text-sm text-muted">tests {one.control}</span>}
            {one.note && <span className="w-full text-sm text-muted wrap-anywhere">{one.note}</span>}
          </li>
        ))}
      </ul>
      {most < cases.length && (
        <button type="button" className="button mt-2" onClick={() => setMost(most + PAGE)}>
          Show {Math.min(PAGE, cases.length - most)} more
        </button>
      )}
    </>
  )
}
