import { filterHint, filterProblem, findingFilterKeys } from '@contract/filter.ts'
import type { FindingRow } from '@contract/findings.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { facetsQuery, findingRows } from '../api/queries.ts'
import { ListBody } from '../lists/list-body.tsx'
import { listSearch } from '../lists/list-search.ts'
import { findingList } from '../lists/lists.ts'
import { countOf, Toolbar } from '../lists/toolbar.tsx'
import { useDisplay } from '../lists/use-display.ts'
import { useRows } from '../lists/use-rows.ts'
import { Coverage } from '../parts/coverage-banner.tsx'
import { NoSoftware } from '../parts/no-software.tsx'
import { useKey } from '../parts/use-key.ts'
import { useMay } from '../session/use-may.ts'
import { FacetBar } from './facet-bar.tsx'
import { FindingItem } from './finding-item.tsx'
import { OffTheList } from './off-the-list.tsx'
import { Peek } from './peek.tsx'
import { Pickable } from './pickable.tsx'
import { type Asked, SelectionBar } from './selection-bar.tsx'
import { useSelection } from './use-selection.ts'

const route = getRouteApi('/findings')
const rowHeight = { wide: 60, narrow: 112 }
/** What is said beside the list needs no room in it. */
const besidePeek = ['asset', 'due']
const nothing = 'No finding is open. What cannot be called clean is named above.'

/** The ranked list. Its whole state is in the address; how it looks is remembered in the browser. */
export function Findings() {
  const search = route.useSearch()
  const { filter = '', peek } = search
  const sort = search.sort !== undefined && search.sort in findingList.sorts ? search.sort : undefined
  const navigate = route.useNavigate()
  const change = (next: object) => void navigate({ search: listSearch({ ...next }), replace: true })
  const setFilter = (next: string) => change({ ...search, filter: next })
  const [display, changeDisplay] = useDisplay(findingList)
  const wrong = filterProblem(filter, findingFilterKeys)
  const enabled = wrong === undefined
  const rows = useRows(findingRows(filter, sort), enabled)
  const facets = useQuery({ ...facetsQuery(filter), enabled })
  const { total } = rows
  const look = (finding: FindingRow) => change({ ...search, peek: peek === finding.id ? '' : finding.id })
  const may = useMay('analyst')
  const selection = useSelection(filter, rows)
  const [asked, ask] = useState<Asked>()
  useKey('Escape', selection.clear)
  // What is picked is meant, wherever the focus is; without it the row that has the focus.
  const picked = may && selection.count > 0
  useKey('s', () => picked && ask('rule'))
  useKey('e', () => picked && ask('work'))
  const unlessPicked = (act: (finding: FindingRow) => void) => (finding: FindingRow) => picked || act(finding)
  const keys = {
    ...(may && {
      x: ({ id }: FindingRow, { shiftKey }: KeyboardEvent) => (shiftKey ? selection.extend(id) : selection.toggle(id)),
    }),
    ' ': look,
    s: unlessPicked(({ id }) => void navigate({ to: '/findings/$id', params: { id }, hash: 'rule' })),
    e: unlessPicked(({ id }) => void navigate({ to: '/findings/$id', params: { id }, hash: 'work' })),
  }
  return (
    <div className="flex h-full flex-col">
      <Toolbar
        shape={findingList}
        title={countOf(total, 'finding', 'findings')}
        placeholder="Filter, e.g. decision:now exposure:internet log4j"
        search={search}
        change={change}
        display={display}
        changeDisplay={changeDisplay}
      />
      <FacetBar filter={filter} change={setFilter} facets={facets.data?.facets} />
      <Coverage filter={filter} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <ListBody
            rows={rows}
            wrong={wrong}
            hint={filterHint(filter, findingFilterKeys)}
            filter={filter}
            empty={<NoSoftware otherwise={nothing} />}
            clear={() => setFilter('')}
            label={`Findings, ${(findingList.sorts[sort ?? 'decision'] ?? '').toLowerCase()}`}
            name={`findings ${filter} ${sort}`}
            height={rowHeight}
            dense={display.dense}
            keys={keys}
            focused={(finding) => {
              if (peek !== undefined && peek !== finding.id) change({ ...search, peek: finding.id })
            }}
            render={(finding, place) => (
              <Pickable finding={finding} selection={may ? selection : undefined}>
                <FindingItem
                  finding={finding}
                  columns={peek === undefined ? display.columns : besidePeek}
                  data-row={place}
                />
              </Pickable>
            )}
          >
            <OffTheList filter={filter} />
          </ListBody>
          {may && <SelectionBar selection={selection} filter={filter} total={total ?? 0} asked={asked} ask={ask} />}
        </div>
        {peek !== undefined && <Peek id={peek} close={() => change({ ...search, peek: '' })} />}
      </div>
    </div>
  )
}
