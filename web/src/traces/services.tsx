import { counted } from '@contract/fix-words.ts'
import type { TraceOverview } from '@contract/monitoring.ts'
import { Link } from '@tanstack/react-router'
import { When } from '../parts/when.tsx'
import { noServiceWords } from './trace-words.ts'

/** Services that spans came from; those of no system first, for they count nowhere. */
export function Services({ sources, systems }: Pick<TraceOverview, 'sources' | 'systems'>) {
  if (sources.length === 0) return <p className="prose-width text-muted">{noServiceWords(systems)}</p>
  return (
    <ul className="max-w-4xl">
      {sources.map(({ service, system, spans, lastAt }) => (
        <li key={`${service} ${system}`} className="flex flex-wrap items-baseline gap-x-4 border-t border-line py-1.5">
          <span className="w-56 font-mono text-sm wrap-anywhere">{service}</span>
          {system === null ? (
            <span className="text-soon">◆ of no system: name the service in the register (traces.services)</span>
          ) : (
            <Link to="/assurance/systems/$slug" params={{ slug: system }} className="text-accent underline">
              {system}
            </Link>
          )}
          <span className="text-sm text-muted">
            {counted(spans, 'span')}, last <When at={lastAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}
