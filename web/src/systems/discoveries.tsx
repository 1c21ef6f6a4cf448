import type { AiDiscoveryRow } from '@contract/ai-discovery.ts'
import type { AiSystemRow } from '@contract/ai-system-rows.ts'
import { counted } from '@contract/fix-words.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Basis } from '../parts/basis.tsx'
import { Section } from '../parts/section.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { useRuleOnDiscovery } from './use-discoveries.ts'

const useWords: Readonly<Record<AiDiscoveryRow['use'], string>> = {
  'model-server': 'model server',
  gateway: 'gateway',
  guardrail: 'guardrail',
  sdk: 'client of a model',
  framework: 'framework',
  'agent-tools': 'tools for agents',
  'vector-store': 'vector store',
  evaluation: 'evaluation',
  training: 'training',
  runtime: 'runs models',
  application: 'application',
}

interface Props {
  discoveries: readonly AiDiscoveryRow[]
  systems: readonly AiSystemRow[]
}

const PAGE = 25

/** AI in what is imported: a proposal each, until somebody says whose part it is, or that it is none. */
export function Discoveries({ discoveries, systems }: Props) {
  const [showsAll, setShowsAll] = useState(false)
  const [most, setMost] = useState(PAGE)
  const open = discoveries.filter(({ ruling, registeredAs }) => ruling === null && registeredAs === null)
  const shown = showsAll ? discoveries : open
  const ruled = discoveries.length - open.length
  return (
    <Section
      title="AI found in what is imported"
      aside={discoveries.length === 0 ? '' : `${open.length.toLocaleString()} to look at`}
    >
      {discoveries.length === 0 && (
        <p className="prose-width text-muted">
          None: no library, image, model server or port of the inventory is known to be AI. Import SBOMs, lockfiles and
          scans to find it.
        </p>
      )}
      {ruled > 0 && (
        <label className="mb-2 flex items-center gap-2 text-sm">
          <input type="checkbox" checked={showsAll} onChange={(event) => setShowsAll(event.target.checked)} />
          also the {ruled.toLocaleString()} that the register names or somebody said something of
        </label>
      )}
      <ul className="max-w-5xl divide-y divide-line">
        {shown.slice(0, most).map((found) => (
          <Discovery key={found.id} found={found} systems={systems} />
        ))}
      </ul>
      {shown.length > most && (
        <button type="button" className="button mt-2" onClick={() => setMost(most + PAGE)}>
          Show {Math.min(PAGE, shown.length - most).toLocaleString()} more of {shown.length.toLocaleString()}
        </button>
      )}
    </Section>
  )
}

function Discovery({ found, systems }: { found: AiDiscoveryRow; systems: readonly AiSystemRow[] }) {
  const { use, product, asset, assetId, basis } = found
  return (
    <li className="py-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-muted md:w-32">{useWords[use]}</span>
        <span className="font-medium wrap-anywhere">{product}</span>
        <span>
          on{' '}
          <Link to="/assets/$id" params={{ id: assetId }} className="text-accent underline wrap-anywhere">
            {asset}
          </Link>
        </span>
        <Basis basis={basis} />
      </p>
      <Evidence found={found} />
      <Rule found={found} systems={systems} />
    </li>
  )
}

function Evidence({ found: { witnesses, seen } }: { found: AiDiscoveryRow }) {
  const [first, ...others] = witnesses
  if (!first) return null
  return (
    <div className="text-sm text-muted">
      <Witness witness={first} />
      {others.length > 0 && (
        <details>
          <summary className="text-accent">{counted(seen - 1, 'more place')}</summary>
          {others.map((witness) => (
            <Witness key={`${witness.what} ${witness.version} ${witness.location}`} witness={witness} />
          ))}
        </details>
      )}
    </div>
  )
}

function Witness({
  witness: { what, version, location, shownBy, firstSeen },
}: {
  witness: AiDiscoveryRow['witnesses'][number]
}) {
  return (
    <p>
      <span className="font-mono wrap-anywhere">{what}</span>
      {version && !what.includes(`@${version}`) && <span className="font-mono"> {version}</span>}
      {location && <span className="wrap-anywhere"> at {location}</span>}
      {shownBy && <span className="wrap-anywhere">, in {shownBy}</span>}, first seen <When at={firstSeen} />
    </p>
  )
}

function Rule({ found, systems }: { found: AiDiscoveryRow; systems: readonly AiSystemRow[] }) {
  const may = useMay('analyst')
  const rule = useRuleOnDiscovery()
  const [system, setSystem] = useState(systems[0]?.slug ?? '')
  const { id, ruling, registeredAs, product, suggestedPart } = found
  if (ruling !== null)
    return (
      <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
        <span>
          {ruling.decision === 'rejected' ? 'Rejected' : `Accepted as ${ruling.part} of ${ruling.system}`} by{' '}
          {ruling.by}, <When at={ruling.at} />
          {ruling.note && `: ${ruling.note}`}
        </span>
        {may && (
          <button
            type="button"
            className="text-accent underline"
            disabled={rule.isPending}
            onClick={() => rule.mutate({ id, ruling: { decision: 'open' } })}
          >
            Take back
          </button>
        )}
      </p>
    )
  if (registeredAs !== null)
    return (
      <p className="text-sm">
        In the register: {registeredAs.part} {registeredAs.name} of {registeredAs.system} (by its {registeredAs.by})
      </p>
    )
  if (!may) return null
  return (
    <div className="mt-1 flex flex-wrap items-center gap-2">
      {systems.length > 0 && (
        <>
          <select
            className="field max-w-60"
            aria-label={`AI system that ${product} is part of`}
            value={system}
            onChange={(event) => setSystem(event.target.value)}
          >
            {systems.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button"
            disabled={rule.isPending}
            onClick={() => rule.mutate({ id, ruling: { decision: 'accepted', system } })}
          >
            Accept as its {suggestedPart}
          </button>
        </>
      )}
      <button
        type="button"
        className="button"
        disabled={rule.isPending}
        onClick={() => rule.mutate({ id, ruling: { decision: 'rejected' } })}
      >
        Reject
      </button>
      <Refusal error={rule.error} />
    </div>
  )
}
