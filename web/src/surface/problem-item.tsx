import { versionWords } from '@contract/finding-words.ts'
import type { FindingRow } from '@contract/findings.ts'
import type { SurfaceAssetDetail } from '@contract/surface.ts'
import { Link } from '@tanstack/react-router'
import { Due } from '../findings/finding-item.tsx'
import { Decision } from '../parts/decision.tsx'
import { EvidenceMarks } from '../parts/evidence-marks.tsx'
import type { Problem } from './problems.ts'
import { WeaknessWords } from './seen.tsx'

type Weakness = SurfaceAssetDetail['seenWeaknesses'][number]

/** One problem: its decision, what it is, in what, why it is so urgent, and everywhere it is. Nothing of it is cut. */
export function ProblemItem({ problem, seen }: { problem: Problem; seen: ReadonlyMap<string, Weakness> }) {
  const { first, places } = problem
  const weaknesses = places.flatMap(({ id }) => seen.get(id) ?? [])
  return (
    <li className="grid grid-cols-[5.75rem_minmax(0,1fr)] items-start gap-x-3 gap-y-0.5 border-b border-line px-4 py-2 max-md:grid-cols-1">
      <Decision urgency={first.urgency} assumed={first.basis === 'assumed'} stacked />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3 wrap-anywhere">
          <Link to="/findings/$id" params={{ id: first.id }} preload={false} className="font-medium hover:underline">
            {first.title}
          </Link>
          <EvidenceMarks finding={first} />
          {first.dueAt && (
            <span className="ml-auto text-sm text-muted">
              <Due at={first.dueAt} />
            </span>
          )}
        </p>
        <Software finding={first} />
        <p className="text-sm text-muted wrap-anywhere">{first.why}</p>
        <Places places={places} />
        {weaknesses[0] && <Evidence first={weaknesses[0]} others={weaknesses.slice(1)} />}
      </div>
    </li>
  )
}

/** In which component, and the version that mends it. */
function Software({ finding: { component, fixedVersion, vulnerabilityId, title } }: { finding: FindingRow }) {
  if (component.name === '') return null
  return (
    <p className="text-sm wrap-anywhere">
      {vulnerabilityId && !title.startsWith(vulnerabilityId) && <span className="font-mono">{vulnerabilityId}</span>} in{' '}
      <span className="font-mono">{component.name}</span>{' '}
      {component.version === null ? (
        <span className="text-muted">no version shown</span>
      ) : (
        <span className="font-mono">{versionWords(component.version, component.otherVersions)}</span>
      )}
      {fixedVersion && (
        <>
          , fixed in <span className="font-mono">{fixedVersion}</span>
        </>
      )}
    </p>
  )
}

const FEW = 6

/** Where it is, each place the way to its finding. */
function Places({ places }: Pick<Problem, 'places'>) {
  const shown = places.slice(0, FEW)
  return (
    <p className="flex flex-wrap gap-x-2 text-sm wrap-anywhere">
      <span className="text-muted">at</span>
      {shown.map(({ id, words }) => (
        <Link key={id} to="/findings/$id" params={{ id }} preload={false} className="text-accent underline">
          {words}
        </Link>
      ))}
      {places.length > FEW && <span className="text-muted">and {places.length - FEW} more places</span>}
    </p>
  )
}

/** What a check saw, and what to do: the same everywhere, with what was seen at each place. */
function Evidence({ first, others }: { first: Weakness; others: readonly Weakness[] }) {
  const elsewhere = others.filter(({ evidence }) => evidence !== first.evidence)
  return (
    <details>
      <summary className="w-fit cursor-pointer text-sm text-muted">
        Evidence and remedy <span className="sr-only">of {first.title}</span>
      </summary>
      <WeaknessWords weakness={first} />
      {elsewhere.slice(0, FEW).map(({ key, subject, evidence }) => (
        <p key={key} className="font-mono text-sm text-muted wrap-anywhere">
          {subject}: {evidence}
        </p>
      ))}
    </details>
  )
}
