import type { AssetRow } from '@contract/assets.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { assetsQuery } from '../api/queries.ts'
import { ImportPanel } from '../imports/import-panel.tsx'
import { Exposure } from '../parts/basis.tsx'
import { FilterField } from '../parts/filter-field.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { VirtualList } from '../parts/virtual-list.tsx'
import { OpenCounts } from './open-counts.tsx'

const route = getRouteApi('/assets')
const rowHeight = { wide: 52, narrow: 104 }

/** What the organisation has, the asset with the most urgent finding first. */
export function Assets() {
  const { filter = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const [importing, setImporting] = useState(false)
  const setFilter = (next: string) => void navigate({ search: next === '' ? {} : { filter: next }, replace: true })
  const assets = useInfiniteQuery(assetsQuery(filter))
  const rows = assets.data?.pages.flatMap((page) => page.rows) ?? []
  const total = assets.data?.pages[0]?.total
  return (
    <div className="flex h-full flex-col">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 pt-3 pb-2">
        <h1 className="text-xl font-semibold">
          {total === undefined ? 'Assets' : `${total.toLocaleString()} ${total === 1 ? 'asset' : 'assets'}`}
        </h1>
        <FilterField
          value={filter}
          change={setFilter}
          placeholder="exposure:unknown owner:none web"
          label="Filter assets"
        />
        <button
          type="button"
          className="button"
          aria-expanded={importing}
          onClick={() => setImporting((shown) => !shown)}
        >
          Import
        </button>
      </header>
      {importing && (
        <div className="max-h-1/2 shrink-0 overflow-y-auto border-b border-line p-4">
          <ImportPanel />
        </div>
      )}
      {assets.error ? (
        <ProblemBox error={assets.error} retry={() => assets.refetch()} />
      ) : assets.isPending ? (
        <Skeleton rows={8} height={rowHeight.wide} />
      ) : rows.length === 0 ? (
        <p className="px-4 py-6 text-muted">
          {filter === '' ? 'There are no assets yet: import an SBOM or a lockfile.' : 'No asset matches the filter.'}
        </p>
      ) : (
        <VirtualList
          label="Assets, most urgent first"
          name={`assets ${filter}`}
          rows={rows}
          total={total ?? rows.length}
          height={rowHeight}
          faded={assets.isPlaceholderData}
          more={() => assets.hasNextPage && !assets.isFetchingNextPage && void assets.fetchNextPage()}
          render={(asset, place) => <AssetItem asset={asset} place={place} />}
        />
      )}
    </div>
  )
}

function AssetItem({ asset, place }: { asset: AssetRow; place: number }) {
  return (
    <Link
      to="/assets/$id"
      params={{ id: asset.id }}
      preload={false}
      data-row={place}
      className="grid h-full content-center gap-x-4 gap-y-0.5 px-4 hover:bg-raised focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,1fr)_10rem_9rem_15rem] md:items-center xl:grid-cols-[minmax(0,1fr)_10rem_9rem_20rem]"
    >
      <span className="min-w-0">
        <span className="block truncate font-medium" title={asset.name}>
          {asset.name}
        </span>
        <span className="block truncate text-sm text-muted">
          {asset.kind} · {asset.components.toLocaleString()} components
          {asset.unjudged > 0 && `, ${asset.unjudged.toLocaleString()} not judged`}
        </span>
      </span>
      <span className="text-sm">
        <Exposure exposure={asset.exposure} basis={asset.exposureBasis} />
      </span>
      <span className="hidden truncate text-sm text-muted md:block">{asset.owner ?? 'no owner'}</span>
      <OpenCounts asset={asset} />
    </Link>
  )
}
