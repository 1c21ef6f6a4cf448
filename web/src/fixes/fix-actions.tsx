import { filterHint, filterProblem, findingFilterKeys } from '@contract/filter.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { fixActionFacetsQuery, fixActionRows } from '../api/queries.ts'
import { FacetBar } from '../findings/facet-bar.tsx'
import { ListBody } from '../lists/list-body.tsx'
import { listSearch } from '../lists/list-search.ts'
import { fixActionList } from '../lists/lists.ts'
import { countOf, Toolbar } from '../lists/toolbar.tsx'
import { useDisplay } from '../lists/use-display.ts'
import { useRows } from '../lists/use-rows.ts'
import { Coverage } from '../parts/coverage-banner.tsx'
import { NoSoftware } from '../parts/no-software.tsx'
import { FixActionItem } from './fix-action-item.tsx'

const route = getRouteApi('/fixes')
const rowHeight = { wide: 60, narrow: 118 }
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
  const rows = useRows(fixActionRows(filter, sort), wrong === undefined)
  const facets = useQuery({ ...fixActionFacetsQuery(filter), enabled: wrong === undefined })
  return (
    <div className="flex h-full flex-col">
      <Toolbar
        shape={fixActionList}
        title={countOf(rows.total, 'fix action', 'fix actions')}
        placeholder="decision:now fix:yes exposure:internet"
        search={search}
        change={change}
        display={display}
        changeDisplay={changeDisplay}
      />
      <FacetBar
        filter={filter}
        change={(next) => change({ ...search, filter: next })}
        facets={facets.data?.facets}
        grouped={{ one: 'A fix action', total: rows.total }}
      />
      <Coverage filter={filter} />
      <ListBody
        rows={rows}
        wrong={wrong}
        hint={filterHint(filter, findingFilterKeys)}
        filter={filter}
        empty={<NoSoftware otherwise={nothing} />}
        clear={clear}
        label={`Fix actions, ${(fixActionList.sorts[sort ?? 'decision'] ?? '').toLowerCase()}`}
        name={`fixes ${filter} ${sort}`}
        height={rowHeight}
        dense={display.dense}
        render={(row, place) => <FixActionItem row={row} columns={display.columns} place={place} />}
      />
    </div>
  )
}
