import type { CaseSightingRow } from '@contract/evaluation-history.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Unknown } from '../parts/basis.tsx'
import { When } from '../parts/when.tsx'
import { resultLooks, triesWords, turnWords } from './history-words.ts'

const PAGE = 30

/** How the case ended in each run, newest first, and where that changed. */
export function RunTable({ sightings }: { sightings: readonly CaseSightingRow[] }) {
  const [most, setMost] = useState(PAGE)
  return (
    <>
      <ul aria-label="Runs, newest first" className="max-w-5xl">
        {sightings.slice(0, most).map((one, place) => (
          <li key={one.run} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-t border-line py-1.5">
            <span className={`w-24 shrink-0 ${resultLooks[one.result][2]}`}>
              {resultLooks[one.result][0]} {resultLooks[one.result][1]}
            </span>
            <span className="w-28 shrink-0 text-sm text-muted">
              <When at={one.at} />
            </span>
            <span className="w-40 shrink-0 wrap-anywhere">
              {one.targetVersion === null ? (
                <Unknown what="version" hint="The report does not say which version was tested" />
              ) : (
                <>
                  version <span className="font-mono text-sm">{one.targetVersion}</span>
                </>
              )}
            </span>
            <span className="min-w-0 grow basis-56">
              <Link
                to="/assurance/evaluations/$id"
                params={{ id: one.run }}
                className="text-accent underline wrap-anywhere"
              >
                {one.runName}
              </Link>{' '}
              <span className="text-sm text-muted">{triesWords(one)}</span>
            </span>
            <Turn one={one} earlier={sightings.slice(place + 1)} />
            {one.note && <span className="w-full text-sm text-muted wrap-anywhere md:pl-28">{one.note}</span>}
          </li>
        ))}
      </ul>
      {most < sightings.length && (
        <button type="button" className="button mt-2" onClick={() => setMost(most + PAGE)}>
          Show {Math.min(PAGE, sightings.length - most)} more
        </button>
      )}
    </>
  )
}

/** What changed against the verdict before, with the way to what else did. */
function Turn({ one, earlier }: { one: CaseSightingRow; earlier: readonly CaseSightingRow[] }) {
  const before = earlier.find(({ target, result }) => target === one.target && result !== 'insufficient')
  if (one.turn === null || !before) return null
  return (
    <span className="text-sm">
      {turnWords[one.turn]}{' '}
      <Link
        to="/assurance/compare"
        search={{ before: before.run, after: one.run }}
        className="text-accent underline print:hidden"
      >
        what else did
      </Link>
    </span>
  )
}
