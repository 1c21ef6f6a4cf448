import type { EvaluationRow } from '@contract/evaluations.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { When } from '../parts/when.tsx'
import { Rate } from './rate.tsx'

const FEW = 8

interface Props {
  evaluations: readonly EvaluationRow[]
  empty: string
  /** The control whose runs they are. */
  of?: string
}

/** Evaluations, newest first. */
export function EvaluationList({ evaluations, empty, of }: Props) {
  const [all, setAll] = useState(false)
  if (evaluations.length === 0) return <p className="text-muted">{empty}</p>
  const shown = all ? evaluations : evaluations.slice(0, FEW)
  const pair = pairOf(evaluations)
  return (
    <>
      <ul aria-label="Evaluations, newest first" className="border-t border-line">
        {shown.map((run) => (
          <li key={run.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b border-line py-1.5">
            <span className="min-w-0 lg:w-96">
              <Link
                to="/assurance/evaluations/$id"
                params={{ id: run.id }}
                className="text-accent underline wrap-anywhere"
              >
                {run.name}
              </Link>
              <span className="block text-sm text-muted">
                {run.tool}
                {run.target && ` on ${run.target}`}
                {run.targetVersion && ` · version ${run.targetVersion}`}
                {testsWords(run, of)}
              </span>
            </span>
            <Rate counts={run} />
            <span className="text-sm text-muted lg:ml-auto">
              <When at={run.at} />
            </span>
          </li>
        ))}
      </ul>
      {evaluations.length > 1 && (
        <Link to="/assurance/compare" search={pair} className="button mt-2 mr-2 print:hidden">
          Compare two
        </Link>
      )}
      {shown.length < evaluations.length && (
        <button type="button" className="button mt-2" onClick={() => setAll(true)}>
          Show all {evaluations.length.toLocaleString()}
        </button>
      )}
    </>
  )
}

/** The newest run with an older one that it can be held against: of the same control, of the same name where there is one. */
function pairOf(evaluations: readonly EvaluationRow[]): { before?: string; after?: string } {
  for (const [place, after] of evaluations.entries()) {
    const older = evaluations.slice(place + 1).filter((before) => testedBy(before) === testedBy(after))
    const before = older.find(({ name }) => name === after.name) ?? older[0]
    if (before) return { before: before.id, after: after.id }
  }
  return {}
}

function testsWords({ controls }: EvaluationRow, of: string | undefined): string {
  const named = controls.filter(({ id }) => id !== of).map(({ name }) => name)
  if (named.length === 0) return ''
  return ` · tests ${of === undefined ? '' : 'also '}${named.join(', ')}`
}

function testedBy({ controls }: EvaluationRow): string {
  return controls.map(({ id }) => id).join(' ')
}
