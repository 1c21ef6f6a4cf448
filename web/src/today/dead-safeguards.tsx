import type { Overview } from '@contract/overview.ts'
import { Link } from '@tanstack/react-router'

/** Safeguards that a probe found dead, before everything else: what they should stop comes through now. */
export function DeadSafeguards({ safeguards }: { safeguards: Overview['deadSafeguards'] }) {
  if (safeguards.length === 0) return null
  return (
    <ul aria-label="Dead safeguards" className="mt-1">
      {safeguards.map(({ id, name, scenarios }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-2">
          <span aria-hidden className="font-semibold text-now">
            ✕
          </span>
          <Link to="/assurance/controls/$id" params={{ id }} className="font-medium text-now underline">
            {name} is dead
          </Link>
          {scenarios.length > 0 && <span className="text-muted">it stands against</span>}
          {scenarios.map((scenario) => (
            <Link
              key={scenario.id}
              to="/assurance/scenarios/$id"
              params={{ id: scenario.id }}
              className="text-accent underline"
            >
              {scenario.title}
            </Link>
          ))}
        </li>
      ))}
    </ul>
  )
}
