import type { Page } from '@contract/page.ts'
import type { SurfaceRow } from '@contract/surface.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../api/client.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { Ruling } from './ruling.tsx'
import { StandingMark } from './standing-mark.tsx'
import { SurfaceNav } from './surface-nav.tsx'

const SHOWN = 50
const filter = 'standing:candidate seen:now'

/** What may be ours and waits for a word: the nearest to a seed first, since its word teaches the rest. */
export function Candidates() {
  const { data, error, refetch } = useQuery({
    queryKey: ['surface', 'candidates'],
    queryFn: () =>
      call<Page<SurfaceRow>>(`/surface?${new URLSearchParams({ filter, limit: String(SHOWN), sort: 'near' })}`),
  })
  return (
    <div className="h-full overflow-y-auto pb-8">
      <SurfaceNav />
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold tabular-nums">
          {data ? `${data.total.toLocaleString()} ${data.total === 1 ? 'waits' : 'wait'} for a word` : 'Candidates'}
        </h1>
        <p className="prose-width text-muted">
          Only third parties were asked about these. Accepting one approves no probe of its addresses: that is said
          under Scope.
        </p>
      </header>
      {error && <ProblemBox error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton rows={8} height={96} />}
      {data?.total === 0 && <p className="px-4 text-muted">Nothing waits: everything that was found has its place.</p>}
      <ul className="divide-y divide-line border-t border-line">
        {data?.rows.map((asset) => (
          <li key={asset.id} className="grid gap-1 px-4 py-3">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <Link
                to="/surface/assets/$id"
                params={{ id: asset.id }}
                className="font-medium wrap-anywhere text-accent underline"
              >
                {asset.name}
              </Link>
              <span className="text-sm text-muted">{asset.kind}</span>
              <StandingMark standing={asset.standing} confidence={asset.confidence} />
              <span className="text-sm text-muted">
                seen <When at={asset.firstSeen} />
              </span>
            </p>
            <p className="prose-width text-sm">
              {asset.reason}
              {asset.via && <span className="text-muted"> · led to by {asset.via}</span>}
            </p>
            <Ruling asset={asset} />
          </li>
        ))}
      </ul>
      {data && data.total > data.rows.length && (
        <Link to="/surface" search={{ filter }} className="mx-4 mt-3 inline-block text-accent underline">
          All {data.total.toLocaleString()} as a list
        </Link>
      )}
    </div>
  )
}
