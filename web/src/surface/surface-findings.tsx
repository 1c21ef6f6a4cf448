import { counted } from '@contract/fix-words.ts'
import { notAskedWords, notOursWords } from '@contract/look-words.ts'
import type { SurfaceAssetDetail } from '@contract/surface.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { findingsQuery } from '../api/queries.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { ProblemItem } from './problem-item.tsx'
import { problemsOf } from './problems.ts'

const SHOWN = 10

/** Open findings of an asset and of where it answers, as the list of findings filters them. */
export function findingsFilter({ places }: Pick<SurfaceAssetDetail, 'places'>): string {
  return `asset:${places.map(({ id }) => id).join(',')}`
}

/** The two sorts of what is to be fixed: few things that are wrong with how it is run, and many that are known of its software. */
const parts = [
  { title: 'Weaknesses of how it is run', term: '-kind:vulnerability', none: 'No check found anything that is open.' },
  {
    title: 'Vulnerabilities of its software',
    term: 'kind:vulnerability',
    none: 'None is known: what no feed speaks of is not called clean by that.',
  },
] as const

/** What to fix here, each problem once and with all its places: first what checks found, then what is known of the software. */
export function SurfaceFindings({ asset }: { asset: SurfaceAssetDetail }) {
  const said = notJudged(asset)
  if (said !== undefined)
    return (
      <Section title="What to fix">
        {said.map((sentence) => (
          <p key={sentence} className="prose-width text-muted wrap-anywhere">
            {sentence}
          </p>
        ))}
      </Section>
    )
  return parts.map((part) => <Part key={part.term} asset={asset} {...part} />)
}

function Part({ asset, title, term, none }: { asset: SurfaceAssetDetail } & (typeof parts)[number]) {
  const filter = `${findingsFilter(asset)} ${term}`
  const findings = useInfiniteQuery(findingsQuery(filter))
  const [page] = findings.data?.pages ?? []
  const rows = page?.rows.filter(isOn(asset)) ?? []
  const problems = problemsOf(rows)
  const seen = new Map(asset.seenWeaknesses.flatMap((one) => (one.finding ? [[one.finding.id, one] as const] : [])))
  return (
    <Section title={title} aside={problems.length > 0 ? 'most urgent first' : undefined}>
      {findings.error && <ProblemBox error={findings.error} retry={() => findings.refetch()} />}
      {findings.isPending && <Skeleton rows={3} height={54} />}
      {page && problems.length === 0 && <p className="text-muted">{noneOf(asset, none)}</p>}
      {problems.length > 0 && (
        <ul className="-mx-4 border-t border-line">
          {problems.slice(0, SHOWN).map((problem) => (
            <ProblemItem key={problem.first.id} problem={problem} seen={seen} />
          ))}
        </ul>
      )}
      {page && problems.length > 0 && (
        <Link to="/findings" search={{ filter }} className="mt-2 inline-block text-accent underline">
          All {counted(page.total, 'open finding')}
          {asset.kind === 'service' && ` on ${asset.places[1]?.name ?? asset.name}`} as a list
          {problems.length < rows.length && ', each place by itself'}
        </Link>
      )}
    </Section>
  )
}

/** Of a service's address what is at its port (`tcp/443`, `tcp/443 · nginx`). */
function isOn({ kind, name }: SurfaceAssetDetail): (finding: { location: string }) => boolean {
  const [, port, transport] = kind === 'service' ? (/:(\d+)\/(\w+)$/.exec(name) ?? []) : []
  return ({ location }) => port === undefined || location.split(' · ')[0] === `${transport}/${port}`
}

/** That nothing was found is good news only where somebody asked. */
function noneOf(asset: SurfaceAssetDetail, none: string): string {
  const notAsked = notAskedWords(asset)
  if (notAsked === undefined) return none
  return asset.kind === 'domain' || asset.kind === 'hostname' ? `${none} ${notAsked}` : notAsked
}

function notJudged(asset: SurfaceAssetDetail): string[] | undefined {
  if (asset.standing === 'candidate') return ['Findings are made of what is owned: accept it, and the next run looks.']
  return notOursWords(asset)
}
