import type { AiSystemRow } from '@contract/assurance.ts'
import { counted } from '@contract/fix-words.ts'
import { Link } from '@tanstack/react-router'
import { Unknown } from '../parts/basis.tsx'

/** AI systems as the register describes them; each is an asset, too. */
export function SystemList({ systems }: { systems: readonly AiSystemRow[] }) {
  if (systems.length === 0) return <p className="text-muted">No AI system yet: a register names them.</p>
  return (
    <ul className="grid gap-3 lg:grid-cols-2">
      {systems.map((system) => (
        <li key={system.slug} className="rounded-md border border-line p-3">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <Link
              to="/assurance/systems/$slug"
              params={{ slug: system.slug }}
              className="font-medium text-accent underline"
            >
              {system.name}
            </Link>
            <span className="text-sm text-muted">
              {system.role} · {system.autonomy}
            </span>
          </p>
          <p>{system.purpose}</p>
          <dl className="mt-1 grid grid-cols-[6.5rem_1fr] gap-x-2 gap-y-0.5 text-sm">
            <dt className="text-muted">Owner</dt>
            <dd>{system.owner ?? <Unknown hint="The register names no owner" />}</dd>
            <dt className="text-muted">Oversight</dt>
            <dd>{system.oversight ?? <Unknown hint="The register does not say who watches it" />}</dd>
            <dt className="text-muted">Data</dt>
            <dd>
              {system.dataClasses.length > 0 ? (
                system.dataClasses.join(', ')
              ) : (
                <Unknown hint="The register names no data classes" />
              )}
            </dd>
            <dt className="text-muted">Access level</dt>
            <dd>{system.accessLevel === null ? <Unknown /> : levelWords(system.accessLevel)}</dd>
          </dl>
          <Parts system={system} />
        </li>
      ))}
    </ul>
  )
}

function levelWords(level: number): string {
  const end = { 1: ', fully closed', 7: ', fully open' }[level] ?? ''
  return `${level} of 7${end}`
}

function Parts({ system: { parts } }: { system: AiSystemRow }) {
  if (parts.length === 0) return <p className="mt-1 text-sm text-muted">No part of it is named.</p>
  return (
    <details className="mt-1 text-sm">
      <summary className="text-accent">{counted(parts.length, 'part')}</summary>
      <ul className="mt-1">
        {parts.map((part) => (
          <li key={`${part.kind} ${part.name} ${part.version}`} className="wrap-anywhere">
            <span className="text-muted">{part.kind}</span> {part.name}
            {part.version && <span className="font-mono"> {part.version}</span>}
            {part.vendor && <span className="text-muted"> by {part.vendor}</span>}
            {part.accessLevel !== null && (
              <span className="text-muted"> · access level {levelWords(part.accessLevel)}</span>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}
