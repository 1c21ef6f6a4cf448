import { filterProblem, findingFilterKeys } from '@contract/filter.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { fixActionFacetsQuery, fixActionsQuery } from '../api/queries.ts'
import { FacetBar } from '../findings/facet-bar.tsx'
import { listSearch } from '../lists/list-search.ts'
import { fixActionList } from '../lists/lists.ts'
import { Misunderstood, Nothing } from '../lists/nothing.tsx'
import { countOf, Toolbar } from '../lists/toolbar.tsx'
import { useDisplay } from '../lists/use-display.ts'
import { Coverage } from '../parts/coverage-banner.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { VirtualList } from '../parts/virtual-list.tsx'
import { FixActionItem } from './fix-action-item.tsx'

const route = getRouteApi('/fixes')
const rowHeight = { wide: 54, narrow: 118 }
const nothing = 'No finding is open, so there is nothing to change. What cannot be called clean is named above.'

/** What to change, in the order to do it: each change once, with everything it closes. */
export function FixActions() {
  const search = route.useSearch()
  const { filter = '' } = search
  const sort = search.sort !== undefined && search.sort in fixActionList.sorts ? search.sort : undefined
  const navigate = route.useNavigate()
  const change = (next: object) => void navigate({ search: listSearch({ ...next }), replace: true })
  const clear = () => change({ ...search, filter: '' })
  const [display, changeDisplay] = useDisplay(fixActionList)
  const wrong = filterProblem(filter, findingFilterKeys)
  const found = useInfiniteQuery({ ...fixActionsQuery(filter, sort), enabled: wrong === undefined })
  const facets = useQuery({ ...fixActionFacetsQuery(filter), enabled: wrong === undefined })
  const total = found.data?.pages[0]?.total
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <div className="flex h-full flex-col">
      <Toolbar
        shape={fixActionList}
        title={countOf(total, 'fix action', 'fix actions')}
        placeholder="decision:now fix:yes exposure:internet"
        search={search}
        change={change}
        display={display}
        changeDisplay={changeDisplay}
      />
      <FacetBar filter={filter} change={(next) => change({ ...search, filter: next })} facets={facets.data?.facets} />
      <Coverage />
      {wrong !== undefined ? (
        <Misunderstood words={wrong} clear={clear} />
      ) : found.error && rows.length === 0 ? (
        <ProblemBox error={found.error} retry={() => found.refetch()} />
      ) : found.isPending ? (
        <Skeleton rows={12} height={rowHeight.wide} />
      ) : rows.length === 0 ? (
        <Nothing filter={filter} empty={nothing} clear={clear} />
      ) : (
        <VirtualList
          label={`Fix actions, ${(fixActionList.sorts[sort ?? 'decision'] ?? '').toLowerCase()}`}
          name={`fixes ${filter} ${sort}`}
          rows={rows}
          total={total ?? rows.length}
          height={rowHeight}
          dense={display.dense}
          faded={found.isPlaceholderData}
          more={() => found.hasNextPage && !found.isFetchingNextPage && void found.fetchNextPage()}
          render={(row, place) => <FixActionItem row={row} columns={display.columns} place={place} />}
        />
      )}
    </div>
  )
}
