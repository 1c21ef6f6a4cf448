import { byConcern, isPast, leftWords, reachWords, treatmentWords, verdictOf } from '@contract/assurance-words.ts'
import { statedFrequency } from '@contract/number-words.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { Link } from '@tanstack/react-router'
import { Unknown } from '../parts/basis.tsx'
import { LongText } from '../parts/long-text.tsx'
import { AppetiteMark, Layers } from './standing.tsx'

/** The risk register: what is left over of each scenario, against what its owner can live with. */
export function ScenarioList({ scenarios }: { scenarios: readonly ScenarioRow[] }) {
  if (scenarios.length === 0)
    return <p className="text-muted">No scenario yet: a register names them, or start from a ready-made one.</p>
  return (
    <table className="w-full text-left max-lg:block">
      <thead className="text-sm text-muted max-lg:sr-only">
        <tr>
          <th className="py-1 pr-4 font-normal">Scenario</th>
          <th className="py-1 pr-4 font-normal">Layers</th>
          <th className="py-1 pr-4 font-normal">Left over</th>
          <th className="py-1 pr-4 font-normal">Appetite</th>
          <th className="py-1 pr-4 font-normal">Treatment</th>
          <th className="py-1 font-normal">Owner</th>
        </tr>
      </thead>
      <tbody className="max-lg:block">
        {byConcern(scenarios).map((scenario) => (
          <ScenarioItem key={scenario.id} scenario={scenario} />
        ))}
      </tbody>
    </table>
  )
}

function ScenarioItem({ scenario }: { scenario: ScenarioRow }) {
  const { id, title, harm, owner, appetite, barriers, treatmentUntil } = scenario
  const ended = isPast(treatmentUntil)
  return (
    <tr className="border-t border-line align-top max-lg:flex max-lg:flex-wrap max-lg:items-center max-lg:gap-x-3 max-lg:gap-y-1 max-lg:py-2">
      <td className="min-w-56 py-2 pr-4 max-lg:w-full max-lg:p-0">
        <Link to="/assurance/scenarios/$id" params={{ id }} className="text-accent underline wrap-anywhere">
          {title}
        </Link>
        <span className="block text-sm text-muted wrap-anywhere">
          <LongText text={harm} most={160} />
        </span>
      </td>
      <td className="py-2 pr-4 max-lg:order-last max-lg:p-0">
        <Layers barriers={barriers} />
      </td>
      <td className="py-2 pr-4 max-lg:w-full max-lg:p-0">
        <span className="block font-medium whitespace-nowrap">{leftWords(scenario)}</span>
        <span className="block text-sm text-muted">{reachWords(scenario)}</span>
      </td>
      <td className="py-2 pr-4 max-lg:p-0">
        <AppetiteMark verdict={verdictOf(scenario)} />
        {appetite !== null && (
          <span className="block text-sm text-muted max-lg:inline max-lg:pl-2">{statedFrequency(appetite)}</span>
        )}
      </td>
      <td className={`py-2 pr-4 max-lg:p-0 ${ended ? 'text-now' : ''}`}>
        {treatmentWords(scenario)}
        {ended && <span className="block text-sm">is over: decide again</span>}
      </td>
      <td className="min-w-28 py-2 wrap-anywhere max-lg:p-0">{owner ?? <Unknown what="owner" />}</td>
    </tr>
  )
}
