import { amountWords, causeName } from '@contract/assurance-words.ts'
import { lossWords } from '@contract/number-words.ts'
import { causeCosts } from '@contract/residual.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { BETA_HINT, causeWords } from './brackets.tsx'

interface Props {
  scenario: ScenarioRow
  lost: ReadonlySet<number>
  toggle: (places: readonly number[]) => void
}

/** Causes that several layers share: what each costs now, and what would happen if it defeated all of them. */
export function CauseList({ scenario, lost, toggle }: Props) {
  const costs = causeCosts(scenario)
  if (scenario.barriers.length < 2) return <p className="text-muted">There are no two layers that could share one.</p>
  if (costs.length === 0)
    return (
      <p className="prose-width text-muted">
        No two layers name a shared cause: they are taken to fail independently of each other. Name in the register what
        they have in common (a model, a gateway, the same people).
      </p>
    )
  return (
    <ul className="max-w-4xl divide-y divide-line">
      {costs.map(({ causes, members, beta, measured, factor, together }, rank) => (
        <li key={members.join()} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-1.5">
          <span className="font-medium" title={BETA_HINT}>
            {causeWords({ causes, beta, measured })}
          </span>
          {rank === 0 && costs.length > 1 && <span className="text-sm">costs most</span>}
          <span>
            joins {members.map((place) => scenario.barriers[place]!.name).join(', ')}: {costWords(factor)}
          </span>
          <span className="text-muted">
            if it defeats all of them, {amountWords(scenario.attempts, together, 'up')}
          </span>
          {members.some((place) => scenario.barriers[place]!.failure < 1) && (
            <button
              type="button"
              className="chip"
              aria-pressed={members.every((place) => lost.has(place))}
              onClick={() => toggle(members)}
            >
              If it does?<span className="sr-only"> {causes.map(causeName).join(', ')}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

function costWords(factor: number): string {
  return factor < 1 + 1e-9
    ? 'it costs nothing as long as no more than one of them stands'
    : `${lossWords(factor)} as much is left over as if they shared nothing`
}
