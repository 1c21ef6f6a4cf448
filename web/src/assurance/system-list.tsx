import type { AiSystemRow } from '@contract/ai-system-rows.ts'
import { accessLevelWords } from '@contract/ai-system-words.ts'
import { counted } from '@contract/fix-words.ts'
import { Link } from '@tanstack/react-router'
import { Unknown } from '../parts/basis.tsx'
import { LongText } from '../parts/long-text.tsx'
import { When } from '../parts/when.tsx'

/** AI systems as files and people describe them; each is an asset, too. */
export function SystemList({ systems }: { systems: readonly AiSystemRow[] }) {
  if (systems.length === 0)
    return <p className="text-muted">No AI system yet: enter one, or take in a register that names them.</p>
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
          <p className="wrap-anywhere">
            <LongText text={system.purpose} most={200} />
          </p>
          {system.retired && (
            <p className="text-sm text-muted wrap-anywhere">
              Retired by {system.retired.by}, <When at={system.retired.at} />: {system.retired.because}
            </p>
          )}
          <dl className="mt-1 grid grid-cols-[6.5rem_1fr] gap-x-2 gap-y-0.5 text-sm">
            <dt className="text-muted">Owner</dt>
            <dd>{system.owner ?? <Unknown hint="Nobody said who answers for it" />}</dd>
            <dt className="text-muted">Oversight</dt>
            <dd className="wrap-anywhere">
              {system.oversight === null ? (
                <Unknown hint="Nobody said who watches it" />
              ) : (
                <LongText text={system.oversight} most={200} />
              )}
            </dd>
            <dt className="text-muted">Data</dt>
            <dd>
              {system.dataClasses.length > 0 ? (
                system.dataClasses.join(', ')
              ) : (
                <Unknown hint="Nobody said what it gets to see" />
              )}
            </dd>
            <dt className="text-muted">Access level</dt>
            <dd>{system.accessLevel === null ? <Unknown /> : accessLevelWords(system.accessLevel)}</dd>
          </dl>
          <Parts system={system} />
        </li>
      ))}
    </ul>
  )
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
              <span className="text-muted"> · access level {accessLevelWords(part.accessLevel)}</span>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}
