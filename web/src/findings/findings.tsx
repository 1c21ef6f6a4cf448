import { filterProblem, findingFilterKeys } from '@contract/filter.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { coverageQuery, facetsQuery, findingsQuery } from '../api/queries.ts'
import { CoverageBanner } from '../parts/coverage-banner.tsx'
import { FilterField } from '../parts/filter-field.tsx'
import { Menu } from '../parts/menu.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { VirtualList } from '../parts/virtual-list.tsx'
import { FacetBar } from './facet-bar.tsx'
import { FindingItem } from './finding-item.tsx'

const route = getRouteApi('/findings')
const rowHeight = { wide: 54, narrow: 112 }

/** The ranked list. Its whole state is the filter text in the address. */
export function Findings() {
  const { filter = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const setFilter = (next: string) => void navigate({ search: next === '' ? {} : { filter: next }, replace: true })
  const wrong = filterProblem(filter, findingFilterKeys)
  const enabled = wrong === undefined
  const findings = useInfiniteQuery({ ...findingsQuery(filter), enabled })
  const facets = useQuery({ ...facetsQuery(filter), enabled })
  const coverage = useQuery(coverageQuery)
  const total = findings.data?.pages[0]?.total
  const rows = findings.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <div className="flex h-full flex-col">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-3 pb-2">
        <h1 className="text-xl font-semibold">
          {total === undefined ? 'Findings' : `${total.toLocaleString()} ${total === 1 ? 'finding' : 'findings'}`}
        </h1>
        <FilterField
          value={filter}
          change={setFilter}
          placeholder="decision:now exposure:internet log4j"
          label="Filter findings"
        />
        <Export filter={filter} />
      </header>
      <FacetBar filter={filter} change={setFilter} facets={facets.data?.facets ?? []} />
      {coverage.data && <CoverageBanner coverage={coverage.data} />}
      {wrong !== undefined ? (
        <Misunderstood words={wrong} clear={() => setFilter('')} />
      ) : findings.error ? (
        <ProblemBox error={findings.error} retry={() => findings.refetch()} />
      ) : findings.isPending ? (
        <Skeleton rows={12} height={rowHeight.wide} />
      ) : rows.length === 0 ? (
        <Nothing filter={filter} clear={() => setFilter('')} />
      ) : (
        <VirtualList
          label="Findings, most urgent first"
          name={`findings ${filter}`}
          rows={rows}
          total={total ?? rows.length}
          height={rowHeight}
          faded={findings.isPlaceholderData}
          more={() => findings.hasNextPage && !findings.isFetchingNextPage && void findings.fetchNextPage()}
          render={(finding, place) => <FindingItem finding={finding} data-row={place} />}
        />
      )}
    </div>
  )
}

function Export({ filter }: { filter: string }) {
  const href = (format: string) => `/api/v1/findings/export?${new URLSearchParams({ filter, format })}`
  return (
    <Menu label="Export" align="right">
      <div className="flex w-44 flex-col p-1 text-sm">
        <a className="rounded px-2 py-1.5 hover:bg-raised" href={href('csv')} download>
          What I see, as CSV
        </a>
        <a className="rounded px-2 py-1.5 hover:bg-raised" href={href('json')} download>
          What I see, as JSON
        </a>
      </div>
    </Menu>
  )
}

/** A filter that asks what nobody can answer is no empty list. */
function Misunderstood({ words, clear }: { words: string; clear: () => void }) {
  return (
    <div className="px-4 py-6" role="alert">
      <p className="prose-width">{words}</p>
      <button type="button" className="button mt-3" onClick={clear}>
        Clear the filter
      </button>
    </div>
  )
}

function Nothing({ filter, clear }: { filter: string; clear: () => void }) {
  if (filter === '')
    return <p className="px-4 py-6 text-muted">No finding is open. What cannot be called clean is named above.</p>
  return (
    <div className="px-4 py-6">
      <p>
        No finding matches <code className="font-mono">{filter}</code>.
      </p>
      <button type="button" className="button mt-3" onClick={clear}>
        Clear the filter
      </button>
    </div>
  )
}
