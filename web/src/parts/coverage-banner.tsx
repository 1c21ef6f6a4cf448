import type { CoverageSummary } from '@contract/coverage.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { coverageQuery } from '../api/queries.ts'

/** The banner above a list, once it is known; its place is kept until then, so that the list below does not jump. */
export function Coverage() {
  const { data, isPending } = useQuery(coverageQuery)
  if (isPending) return <div className="h-[31px] border-b border-line bg-raised" />
  if (!data) return null
  return data.components > data.covered ? <CoverageBanner coverage={data} /> : <Judged coverage={data} />
}

/** That everything was judged is worth saying, and keeps the list below where it is. */
function Judged({ coverage }: { coverage: CoverageSummary }) {
  const { components, directOnly } = coverage
  return (
    <p className="flex min-h-[31px] items-center border-b border-line bg-raised px-4 py-1 text-sm text-muted">
      {components === 0
        ? 'No component is known yet.'
        : `All ${components.toLocaleString()} components could be judged. ${directOnly > 0 ? directOnlyWords(directOnly) : ''}`}
    </p>
  )
}

/** A file of direct dependencies says nothing of what they pull in: none of that is among the components. */
function directOnlyWords(assets: number): string {
  const whose = assets === 1 ? 'One asset is known' : `${assets.toLocaleString()} assets are known`
  return `${whose} by direct dependencies only: what those pull in is not looked at.`
}

function DirectOnly({ coverage: { directOnly }, className }: { coverage: CoverageSummary; className: string }) {
  return directOnly > 0 ? <p className={`text-sm text-muted ${className}`}>{directOnlyWords(directOnly)}</p> : null
}

/** What nobody could judge, said above the list and never folded into "clean". */
export function CoverageBanner({ coverage }: { coverage: CoverageSummary }) {
  const unjudged = coverage.components - coverage.covered
  if (unjudged === 0)
    return (
      <>
        <FixesOnly coverage={coverage} className="border-b border-line bg-raised px-4 py-1.5" />
        <DirectOnly coverage={coverage} className="border-b border-line bg-raised px-4 py-1.5" />
      </>
    )
  const share = Math.max(1, Math.round((unjudged / coverage.components) * 100))
  const missing = coverage.ecosystems.filter((row) => row.components > row.covered)
  return (
    <details className="border-b border-line bg-raised text-sm">
      <summary className="flex items-start gap-x-2 px-4 py-1.5">
        <span aria-hidden className="hatched mt-px size-4 shrink-0 rounded border border-line" />
        <span>
          <strong className="font-medium">
            {unjudged.toLocaleString()} of {coverage.components.toLocaleString()} components cannot be called clean
          </strong>
          <span className="text-muted">
            {' '}
            ({share} %): {reasonOf(coverage)}
          </span>
        </span>
        <span className="text-accent underline">Which ones</span>
      </summary>
      <div className="px-4 pt-1 pb-3">
        <div className="overflow-x-auto">
          <table className="text-left">
            <thead className="text-muted">
              <tr>
                <th className="pr-6 font-normal">Ecosystem</th>
                <th className="pr-6 text-right font-normal">Components</th>
                <th className="pr-6 text-right font-normal">No knowledge</th>
                <th className="pr-6 text-right font-normal">Out of date</th>
                <th className="pr-6 text-right font-normal">No version</th>
                <th className="text-right font-normal">No identity</th>
              </tr>
            </thead>
            <tbody>
              {missing.map((row) => (
                <tr key={row.ecosystem}>
                  <td className="pr-6">{row.ecosystem}</td>
                  <td className="pr-6 text-right">{row.components.toLocaleString()}</td>
                  <td className="pr-6 text-right">{row.noKnowledge.toLocaleString()}</td>
                  <td className="pr-6 text-right">
                    {row.stale.toLocaleString()}
                    {row.stale > 0 && row.asOf && <span className="text-muted"> (as of {row.asOf.slice(0, 10)})</span>}
                  </td>
                  <td className="pr-6 text-right">{row.noVersion.toLocaleString()}</td>
                  <td className="text-right">{row.noIdentity.toLocaleString()}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="mt-2 text-muted">
          What is found among them is firm; that nothing more is found proves nothing.{' '}
          <Link to="/feeds" className="text-accent underline">
            Refresh the feeds
          </Link>{' '}
          to load what is missing.
        </p>
        <FixesOnly coverage={coverage} className="mt-2" />
        <DirectOnly coverage={coverage} className="mt-2" />
      </div>
    </details>
  )
}

/** Distributions that publish what they fixed say nothing of what they have not. */
function FixesOnly({ coverage, className }: { coverage: CoverageSummary; className: string }) {
  if (coverage.fixesOnly === 0) return null
  const names = coverage.ecosystems.filter(({ fixesOnly }) => fixesOnly > 0).map(({ ecosystem }) => ecosystem)
  return (
    <p className={`text-sm text-muted ${className}`}>
      {coverage.fixesOnly.toLocaleString()} components of {names.slice(0, 4).join(', ')}
      {names.length > 4 && ' and others'} are judged by what was fixed: their distributions do not list what is not
      fixed yet.
    </p>
  )
}

function reasonOf({ noKnowledge, stale, noVersion, noIdentity }: CoverageSummary): string {
  const parts: [number, string][] = [
    [noKnowledge, 'no knowledge is loaded for them'],
    [stale, 'what is loaded for them is out of date'],
    [noVersion, 'they name no version'],
    [noIdentity, 'they say too little to be recognised'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .sort(([a], [b]) => b - a)
    .map(([, words]) => words)
    .slice(0, 2)
    .join(', or ')
}
