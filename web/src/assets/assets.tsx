import type { AssetRow } from '@contract/assets.ts'
import { assetFilterKeys, filterProblem } from '@contract/filter.ts'
import { counted } from '@contract/fix-words.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type CSSProperties, useState } from 'react'
import { assetFacetsQuery, assetRows } from '../api/queries.ts'
import { ImportPanel } from '../imports/import-panel.tsx'
import { FacetMenus } from '../lists/facet-menus.tsx'
import { ListBody } from '../lists/list-body.tsx'
import { listSearch } from '../lists/list-search.ts'
import { assetList } from '../lists/lists.ts'
import { countOf, Toolbar } from '../lists/toolbar.tsx'
import { useDisplay } from '../lists/use-display.ts'
import { useRows } from '../lists/use-rows.ts'
import { Exposure } from '../parts/basis.tsx'
import { NoSoftware } from '../parts/no-software.tsx'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'
import { OpenCounts } from './open-counts.tsx'

const route = getRouteApi('/assets')
const rowHeight = { wide: 52, narrow: 104 }

/** What the organisation has, the asset with the most urgent finding first. */
export function Assets() {
  const search = route.useSearch()
  const { filter = '' } = search
  const sort = search.sort !== undefined && search.sort in assetList.sorts ? search.sort : undefined
  const navigate = route.useNavigate()
  const may = useMay('analyst')
  const [importing, setImporting] = useState(false)
  const change = (next: object) => void navigate({ search: listSearch({ ...next }), replace: true })
  const clear = () => change({ ...search, filter: '' })
  const [display, changeDisplay] = useDisplay(assetList)
  const wrong = filterProblem(filter, assetFilterKeys)
  const rows = useRows(assetRows(filter, sort), wrong === undefined)
  const facets = useQuery({ ...assetFacetsQuery(filter), enabled: wrong === undefined })
  const keys = {
    e: ({ id }: AssetRow) => void navigate({ to: '/assets/$id', params: { id }, hash: 'owner' }),
  }
  return (
    <div className="flex h-full flex-col">
      <Toolbar
        shape={assetList}
        title={countOf(rows.total, 'asset', 'assets')}
        placeholder="exposure:unknown owner:none tag:shop web"
        search={search}
        change={change}
        display={display}
        changeDisplay={changeDisplay}
      >
        {may && (
          <button
            type="button"
            className="chip"
            aria-expanded={importing}
            onClick={() => setImporting((shown) => !shown)}
          >
            Import
          </button>
        )}
      </Toolbar>
      <section
        aria-label="Facets"
        className="flex min-h-9 flex-wrap items-center gap-1.5 border-b border-line px-4 pb-2 print:hidden"
      >
        <FacetMenus
          filter={filter}
          change={(next) => change({ ...search, filter: next })}
          facets={facets.data?.facets ?? []}
        />
      </section>
      {importing && (
        <div className="max-h-1/2 shrink-0 overflow-y-auto border-b border-line p-4">
          <ImportPanel />
        </div>
      )}
      <ListBody
        rows={rows}
        wrong={wrong}
        filter={filter}
        empty={<NoSoftware otherwise="There are no assets yet." />}
        clear={clear}
        label={`Assets, ${(assetList.sorts[sort ?? 'decision'] ?? '').toLowerCase()}`}
        name={`assets ${filter} ${sort}`}
        height={rowHeight}
        dense={display.dense}
        keys={keys}
        render={(asset, place) => <AssetItem asset={asset} columns={display.columns} place={place} />}
      />
    </div>
  )
}

const widths: Readonly<Record<string, string>> = {
  exposure: '10rem',
  owner: '9rem',
  open: '20rem',
  seen: '6rem',
}

function AssetItem({ asset, columns, place }: { asset: AssetRow; columns: readonly string[]; place: number }) {
  const grid = ['minmax(0,1fr)', ...columns.map((column) => widths[column])].join(' ')
  const shows = (column: string) => (columns.includes(column) ? '' : 'md:hidden')
  return (
    <Link
      to="/assets/$id"
      params={{ id: asset.id }}
      preload={false}
      data-row={place}
      style={{ '--columns': grid } as CSSProperties}
      className="grid h-full content-center gap-x-4 gap-y-0.5 px-4 hover:bg-raised focus-visible:-outline-offset-2 md:grid-cols-(--columns) md:items-center"
    >
      <span className="min-w-0 dense:flex dense:items-baseline dense:gap-3">
        <span className="block truncate font-medium" title={asset.name}>
          {asset.name}
        </span>
        <span className="block truncate text-sm text-muted">
          {asset.kind} · {counted(asset.components, 'component')}
          {asset.unjudged > 0 && `, ${asset.unjudged.toLocaleString()} not judged`}
        </span>
      </span>
      <span className={`text-sm ${shows('exposure')}`}>
        <Exposure exposure={asset.exposure} basis={asset.exposureBasis} />
      </span>
      {columns.includes('owner') && (
        <span className="hidden truncate text-sm text-muted md:block">{asset.owner ?? 'no owner'}</span>
      )}
      <span className={shows('open')}>
        <OpenCounts asset={asset} />
      </span>
      {columns.includes('seen') && (
        <span className="hidden text-sm text-muted md:block">
          <When at={asset.lastSeen} short />
        </span>
      )}
    </Link>
  )
}
