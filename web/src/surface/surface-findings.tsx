import type { SurfaceAssetDetail } from '@contract/surface.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { findingsQuery } from '../api/queries.ts'
import { FindingItem } from '../findings/finding-item.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { WeaknessWords } from './seen.tsx'

const SHOWN = 10

/** Open findings of an asset and of where it answers, as the list of findings filters them. */
export function findingsFilter({ places }: Pick<SurfaceAssetDetail, 'places'>): string {
  return `asset:${places.map(({ id }) => id).join(',')}`
}

/** What to fix first here: findings with their decisions, each with what a check saw behind it, and the way to all of them. */
export function SurfaceFindings({ asset }: { asset: SurfaceAssetDetail }) {
  const filter = findingsFilter(asset)
  const columns = asset.places.length > 2 ? ['why', 'asset', 'due'] : ['why', 'due']
  const findings = useInfiniteQuery(findingsQuery(filter))
  if (findings.error) return <ProblemBox error={findings.error} retry={() => findings.refetch()} />
  if (findings.isPending) return <Skeleton rows={3} height={54} />
  const [first] = findings.data.pages
  const rows = first?.rows.filter(isOn(asset)) ?? []
  if (!first || rows.length === 0) return <p className="text-muted">{noneOpen(asset)}</p>
  const seen = new Map(asset.seenWeaknesses.map((weakness) => [weakness.finding?.id, weakness]))
  return (
    <>
      <ul className="-mx-4 border-t border-line">
        {rows.slice(0, SHOWN).map((finding) => (
          <li key={finding.id} className="border-b border-line">
            <FindingItem finding={finding} columns={columns} />
            <Evidence weakness={seen.get(finding.id)} />
          </li>
        ))}
      </ul>
      <Link to="/findings" search={{ filter }} className="mt-2 inline-block text-accent underline">
        {first.total === 1 ? 'The one open finding' : `All ${first.total.toLocaleString()} open findings`}
        {asset.kind === 'service' && ` on ${asset.places[1]?.name ?? asset.name}`}
        {asset.kind === 'certificate' && ' where it is presented'} as a list
      </Link>
    </>
  )
}

function Evidence({ weakness }: { weakness: SurfaceAssetDetail['seenWeaknesses'][number] | undefined }) {
  if (!weakness) return null
  return (
    <details className="px-4 pb-1.5 md:pl-30">
      <summary className="w-fit cursor-pointer text-sm text-muted">
        Evidence and remedy <span className="sr-only">of {weakness.title}</span>
      </summary>
      <WeaknessWords weakness={weakness} />
    </details>
  )
}

/** Of a service's address what is at its port (`tcp/443`, `tcp/443 · nginx`), of a certificate's what is wrong with itself. */
function isOn({
  kind,
  name,
  seenWeaknesses,
}: SurfaceAssetDetail): (finding: { id: string; location: string }) => boolean {
  if (kind === 'certificate') {
    const own = new Set(seenWeaknesses.map(({ finding }) => finding?.id))
    return ({ id }) => own.has(id)
  }
  const [, port, transport] = kind === 'service' ? (/:(\d+)\/(\w+)$/.exec(name) ?? []) : []
  return ({ location }) => port === undefined || location.split(' · ')[0] === `${transport}/${port}`
}

function noneOpen({ standing }: SurfaceAssetDetail): string {
  if (standing === 'candidate') return 'Findings are made of what is owned: accept it, and the next run looks.'
  if (standing === 'dependency' || standing === 'rejected')
    return 'It is not probed, and nothing is said of it: it is not owned.'
  return 'None is open.'
}
