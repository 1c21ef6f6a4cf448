import type { CaseSightingRow } from '@contract/evaluation-history.ts'
import { Link } from '@tanstack/react-router'
import { resultLooks } from './history-words.ts'

const MOST = 60
const fills = {
  fail: 'border-now text-now',
  insufficient: 'hatched border-line',
  pass: 'border-line text-holding',
}

/** The newest runs from left to right, a box each, which opens the run. */
export function RunStrip({ sightings }: { sightings: readonly CaseSightingRow[] }) {
  const shown = sightings.slice(0, MOST).toReversed()
  if (shown.length < 2) return null
  return (
    <ol aria-label="Runs, oldest first" className="mt-3 flex max-w-4xl flex-wrap gap-1 print:hidden">
      {shown.map((one) => (
        <li key={one.run}>
          <Link
            to="/assurance/evaluations/$id"
            params={{ id: one.run }}
            className={`grid size-6 place-items-center rounded border text-sm font-semibold ${fills[one.result]}`}
            title={`${one.at.slice(0, 10)} ${one.targetVersion ?? 'version unknown'}: ${resultLooks[one.result][1]}`}
            aria-label={`${one.at.slice(0, 10)}: ${resultLooks[one.result][1]}`}
          >
            <span aria-hidden>{resultLooks[one.result][0]}</span>
          </Link>
        </li>
      ))}
    </ol>
  )
}
