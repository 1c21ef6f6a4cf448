import { filterProblem, hasTerm, surfaceChangeFilterKeys, toggleTerm } from '@contract/filter.ts'
import type { SurfaceChangeRow } from '@contract/surface.ts'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ListBody } from '../lists/list-body.tsx'
import { listSearch } from '../lists/list-search.ts'
import { countOf } from '../lists/toolbar.tsx'
import { useRows } from '../lists/use-rows.ts'
import { FilterField } from '../parts/filter-field.tsx'
import { When } from '../parts/when.tsx'
import { surfaceChangeRows } from './queries.ts'
import { SurfaceNav } from './surface-nav.tsx'

const route = getRouteApi('/surface/changes')
const rowHeight = { wide: 40, narrow: 76 }

/** What came, went and changed outside, latest first. */
export function SurfaceChanges() {
  const search = route.useSearch()
  const { filter = '' } = search
  const navigate = route.useNavigate()
  const change = (next: string) => void navigate({ search: listSearch({ filter: next }), replace: true })
  const wrong = filterProblem(filter, surfaceChangeFilterKeys)
  const rows = useRows(surfaceChangeRows(filter), wrong === undefined)
  return (
    <div className="flex h-full flex-col">
      <SurfaceNav />
      <header className="flex flex-wrap items-center gap-2 px-4 pt-3 pb-2">
        <h1 className="mr-2 min-h-7 text-xl font-semibold tabular-nums md:min-w-52">
          {countOf(rows.total, 'change', 'changes')}
        </h1>
        <FilterField value={filter} change={change} placeholder="kind:port change:new vpn" label="Filter changes" />
      </header>
      <section aria-label="Kinds" className="flex flex-wrap gap-1.5 border-b border-line px-4 pb-2 print:hidden">
        {(surfaceChangeFilterKeys.kind ?? []).map((kind) => (
          <button
            key={kind}
            type="button"
            className="chip"
            aria-pressed={hasTerm(filter, 'kind', kind)}
            onClick={() => change(toggleTerm(filter, 'kind', kind))}
          >
            {kind.replace('-', ' ')}
          </button>
        ))}
      </section>
      <ListBody
        rows={rows}
        wrong={wrong}
        filter={filter}
        empty="Nothing has changed: the first run sees everything for the first time."
        clear={() => change('')}
        label="Changes of the surface, latest first"
        name={`surface changes ${filter}`}
        height={rowHeight}
        render={(row, place) => <ChangeItem row={row} place={place} />}
      />
    </div>
  )
}

const signs = { new: '+', vanished: '−', changed: '±' } as const

function ChangeItem({ row, place }: { row: SurfaceChangeRow; place: number }) {
  return (
    <Link
      to="/surface/assets/$id"
      params={{ id: row.asset.id }}
      preload={false}
      data-row={place}
      className="grid h-full content-center items-center gap-x-4 gap-y-0.5 px-4 hover:bg-raised focus-visible:-outline-offset-2 md:grid-cols-[7rem_minmax(0,1fr)_minmax(0,2fr)]"
    >
      <span className="text-sm text-muted">
        <When at={row.at} />
      </span>
      <span className="truncate font-medium" title={row.asset.name}>
        {row.asset.name}
      </span>
      <span className="truncate text-sm" title={row.words}>
        <span aria-hidden="true" className="mr-1 inline-block w-3 font-mono">
          {signs[row.change]}
        </span>
        {row.words}
      </span>
    </Link>
  )
}
