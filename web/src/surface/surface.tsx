import { filterProblem, surfaceFilterKeys } from '@contract/filter.ts'
import type { SurfaceRow } from '@contract/surface.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { FacetMenus } from '../lists/facet-menus.tsx'
import { ListBody } from '../lists/list-body.tsx'
import { listSearch } from '../lists/list-search.ts'
import { surfaceList } from '../lists/lists.ts'
import { countOf, Toolbar } from '../lists/toolbar.tsx'
import { useDisplay } from '../lists/use-display.ts'
import { useRows } from '../lists/use-rows.ts'
import { When } from '../parts/when.tsx'
import { LiveStrip } from './live-run.tsx'
import { NothingLookedFor } from './nothing-looked-for.tsx'
import { surfaceFacetsQuery, surfaceRows } from './queries.ts'
import { RunNow } from './run-now.tsx'
import { StandingMark } from './standing-mark.tsx'
import { SurfaceNav } from './surface-nav.tsx'

const route = getRouteApi('/surface')
const rowHeight = { wide: 54, narrow: 112 }

/** What the organisation exposes: whose each asset is, and why. */
export function Surface() {
  const search = route.useSearch()
  const { filter = '' } = search
  const sort = search.sort !== undefined && search.sort in surfaceList.sorts ? search.sort : undefined
  const navigate = route.useNavigate()
  const change = (next: object) => void navigate({ search: listSearch({ ...next }), replace: true })
  const [display, changeDisplay] = useDisplay(surfaceList)
  const wrong = filterProblem(filter, surfaceFilterKeys)
  const rows = useRows(surfaceRows(filter, sort), wrong === undefined)
  const facets = useQuery({ ...surfaceFacetsQuery(filter), enabled: wrong === undefined })
  return (
    <div className="flex h-full flex-col">
      <SurfaceNav />
      <Toolbar
        shape={surfaceList}
        title={countOf(rows.total, 'asset seen', 'assets seen')}
        placeholder="standing:owned kind:hostname service:yes vpn"
        search={search}
        change={change}
        display={display}
        changeDisplay={changeDisplay}
      >
        <RunNow />
      </Toolbar>
      <LiveStrip />
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
      <ListBody
        rows={rows}
        wrong={wrong}
        filter={filter}
        empty={<NothingLookedFor />}
        clear={() => change({ ...search, filter: '' })}
        label={`Surface, ${(surfaceList.sorts[sort ?? 'standing'] ?? '').toLowerCase()}`}
        name={`surface ${filter} ${sort}`}
        height={rowHeight}
        dense={display.dense}
        render={(asset, place) => <SurfaceItem asset={asset} columns={display.columns} place={place} />}
      />
    </div>
  )
}

const widths: Readonly<Record<string, string>> = { standing: '10rem', why: 'minmax(0,1.4fr)', seen: '6rem' }

function SurfaceItem({ asset, columns, place }: { asset: SurfaceRow; columns: readonly string[]; place: number }) {
  const grid = ['minmax(0,1fr)', ...columns.map((column) => widths[column])].join(' ')
  return (
    <Link
      to="/surface/assets/$id"
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
        <span className="block truncate text-sm text-muted">{factsOf(asset)}</span>
      </span>
      {columns.includes('standing') && (
        <span>
          <StandingMark standing={asset.standing} confidence={asset.confidence} />
        </span>
      )}
      {columns.includes('why') && (
        <span className="block truncate text-sm text-muted" title={`${asset.reason}. ${asset.via}`}>
          {asset.via ? `${asset.reason} · ${asset.via}` : asset.reason}
        </span>
      )}
      {columns.includes('seen') && (
        <span className="hidden text-sm text-muted md:block">
          <When at={asset.lastSeen} short />
        </span>
      )}
    </Link>
  )
}

function factsOf({ kind, services, weaknesses, goneAt }: SurfaceRow): string {
  return [
    kind,
    ...(services > 0 ? [services === 1 ? '1 service' : `${services.toLocaleString()} services`] : []),
    ...(weaknesses > 0 ? [weaknesses === 1 ? '1 weakness' : `${weaknesses.toLocaleString()} weaknesses`] : []),
    ...(goneAt ? ['gone'] : []),
  ].join(' · ')
}
