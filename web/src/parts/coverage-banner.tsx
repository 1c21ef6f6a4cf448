import type { CoverageSummary } from '@contract/coverage.ts'
import { counted } from '@contract/fix-words.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { coverageQuery, jobsQuery } from '../api/queries.ts'
import { knowledgeReading } from './reading-words.ts'
import { useWide } from './use-wide.ts'

/** The banner above a list, once it is known; its place is kept until then, so that the list below does not jump. */
export function Coverage({ filter = '' }: { filter?: string }) {
  const { data, isPending } = useQuery(coverageQuery)
  if (isPending) return <div className="h-[31px] border-b border-line bg-raised" />
  if (!data) return null
  return data.components > data.covered ? (
    <CoverageBanner coverage={data} whole={filter !== ''} />
  ) : (
    <Judged coverage={data} />
  )
}

/** That everything was judged is worth saying, and keeps the list below where it is. */
function Judged({ coverage }: { coverage: CoverageSummary }) {
  const { components, directOnly } = coverage
  return (
    <p className="flex min-h-[31px] items-center border-b border-line bg-raised px-4 py-1 text-sm text-muted">
      {components === 0
        ? 'No component is known yet.'
        : `${components === 1 ? 'The one component' : `All ${components.toLocaleString()} components`} could be judged. ${directOnly > 0 ? directOnlyWords(directOnly) : ''}`}
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

/**
 * What nobody could judge, said above the list and never folded into "clean". `whole`: the list is filtered, and what is
 * counted here is not.
 */
export function CoverageBanner({ coverage, whole = false }: { coverage: CoverageSummary; whole?: boolean }) {
  const wide = useWide()
  const { data: jobs = [] } = useQuery(jobsQuery)
  const reading = knowledgeReading(jobs)
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
            {unjudged.toLocaleString()} of {counted(coverage.components, 'component')}
            {whole && ' of the whole workspace'} cannot be called clean
          </strong>
          <span className="text-muted">
            {' '}
            ({share} %): {reading && coverage.noKnowledge > 0 ? `${reading}, so far ` : ''}
            {reasonOf(coverage)}
          </span>
        </span>
        <span className="text-accent underline">Which ones</span>
      </summary>
      <div className="px-4 pt-1 pb-3">
        {wide ? (
          <div className="overflow-x-auto">
            <AsTable missing={missing} />
          </div>
        ) : (
          <AsList missing={missing} />
        )}
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

type Ecosystem = CoverageSummary['ecosystems'][number]

/** What is in none, and what waits, has a name in brackets where it is counted. */
const nameOf = ({ ecosystem }: Ecosystem) => ecosystem.replace(/^\((.*)\)$/, '$1')

const asOfWords = ({ asOf }: Ecosystem) => asOf && `as of ${asOf.slice(0, 10)}`

function AsTable({ missing }: { missing: readonly Ecosystem[] }) {
  return (
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
            <td className="pr-6">{nameOf(row)}</td>
            <td className="pr-6 text-right">{row.components.toLocaleString()}</td>
            <td className="pr-6 text-right">{row.noKnowledge.toLocaleString()}</td>
            <td className="pr-6 text-right">
              {row.stale.toLocaleString()}
              {row.stale > 0 && row.asOf && <span className="text-muted"> ({asOfWords(row)})</span>}
            </td>
            <td className="pr-6 text-right">{row.noVersion.toLocaleString()}</td>
            <td className="text-right">{row.noIdentity.toLocaleString()}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The same on a phone: of each ecosystem only what is the matter. */
function AsList({ missing }: { missing: readonly Ecosystem[] }) {
  return (
    <ul aria-label="What cannot be called clean" className="divide-y divide-line border-y border-line">
      {missing.map((row) => (
        <li key={row.ecosystem} className="py-1.5">
          <p className="flex justify-between gap-3">
            <span className="font-medium wrap-anywhere">{nameOf(row)}</span>
            <span className="shrink-0 text-muted">
              {(row.components - row.covered).toLocaleString()} of {row.components.toLocaleString()}
            </span>
          </p>
          <p className="text-muted">{mattersOf(row).join(' · ')}</p>
        </li>
      ))}
    </ul>
  )
}

function mattersOf(row: Ecosystem): string[] {
  const { noKnowledge, stale, noVersion, noIdentity } = row
  const old = row.asOf ? `out of date (${asOfWords(row)})` : 'out of date'
  const matters: [number, string][] = [
    [noKnowledge, 'no knowledge'],
    [stale, old],
    [noVersion, 'no version'],
    [noIdentity, 'no identity'],
  ]
  return matters.filter(([count]) => count > 0).map(([count, words]) => `${count.toLocaleString()} ${words}`)
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

/** Why components cannot be called clean, what holds for most first. */
export function reasonOf({
  noKnowledge,
  stale,
  noVersion,
  noIdentity,
}: Pick<CoverageSummary, 'noKnowledge' | 'stale' | 'noVersion' | 'noIdentity'>): string {
  const one = noKnowledge + stale + noVersion + noIdentity === 1
  const them = one ? 'it' : 'them'
  const parts: [number, string][] = [
    [noKnowledge, `no knowledge is loaded for ${them}`],
    [stale, `what is loaded for ${them} is out of date`],
    [noVersion, one ? 'it names no version' : 'they name no version'],
    [noIdentity, one ? 'it says too little to be recognised' : 'they say too little to be recognised'],
  ]
  return parts
    .filter(([count]) => count > 0)
    .sort(([a], [b]) => b - a)
    .map(([, words]) => words)
    .slice(0, 2)
    .join(', or ')
}
