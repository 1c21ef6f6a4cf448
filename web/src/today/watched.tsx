import { counted } from '@contract/fix-words.ts'
import type { Overview } from '@contract/overview.ts'
import { Link } from '@tanstack/react-router'

/** What of assurance there is, and what was reported and is still open: nothing where there is neither. */
export function Watched({ overview: { watched, deadSafeguards } }: { overview: Overview }) {
  const { controls, systems, unguarded, openCases, unledCases } = watched
  if (controls + openCases === 0) return null
  return (
    <ul aria-label="Assurance" className="flex flex-wrap gap-x-4">
      {openCases > 0 && (
        <li>
          <Link to="/assurance/cases" className="inline-block py-0.5 text-accent underline">
            {counted(openCases, 'case')} {openCases === 1 ? 'is' : 'are'} open
          </Link>
          {unledCases > 0 && (
            <span className="text-soon">
              , {unledCases === openCases ? 'nobody leads' : `${unledCases.toLocaleString()} without a lead`}
              {unledCases === openCases && (openCases === 1 ? ' it' : ' any of them')}
            </span>
          )}
        </li>
      )}
      {controls > 0 && (
        <li>
          <Link to="/assurance" className="inline-block py-0.5 text-accent underline">
            {counted(controls, 'safeguard')}
            {systems > 0 && ` of ${counted(systems, 'AI system')}`}
          </Link>
          {unguarded > 0 && (
            <span className="text-soon">
              , {unguarded.toLocaleString()} of which {unguarded === 1 ? 'has' : 'have'} no safeguard
            </span>
          )}
          {deadSafeguards.length === 0 && <span className="text-muted">, no safeguard found dead</span>}
        </li>
      )}
    </ul>
  )
}
