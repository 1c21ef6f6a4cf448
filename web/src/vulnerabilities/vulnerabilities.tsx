import { filterHint, filterProblem, findingFilterKeys } from '@contract/filter.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { vulnerabilityFacetsQuery, vulnerabilityRows } from '../api/queries.ts'
import { FacetBar } from '../findings/facet-bar.tsx'
import { ListBody } from '../lists/list-body.tsx'
import { listSearch } from '../lists/list-search.ts'
import { vulnerabilityList } from '../lists/lists.ts'
import { countOf, Toolbar } from '../lists/toolbar.tsx'
import { useDisplay } from '../lists/use-display.ts'
import { useRows } from '../lists/use-rows.ts'
import { Coverage } from '../parts/coverage-banner.tsx'
import { NoSoftware } from '../parts/no-software.tsx'
import { VulnerabilityItem } from './vulnerability-item.tsx'

const route = getRouteApi('/vulnerabilities')
const rowHeight = { wide: 60, narrow: 118 }
const nothing = 'No open finding names a vulnerability. What cannot be called clean is named above.'

/** What attackers could use here: each vulnerability once, with how often and where it is found. */
export function Vulnerabilities() {
  const search = route.useSearch()
  const { filter = '' } = search
  const sort = search.sort !== undefined && search.sort in vulnerabilityList.sorts ? search.sort : undefined
  const navigate = route.useNavigate()
  const change = (next: object) => void navigate({ search: listSearch({ ...next }), replace: true })
  const clear = () => change({ ...search, filter: '' })
  const [display, changeDisplay] = useDisplay(vulnerabilityList)
  const wrong = filterProblem(filter, findingFilterKeys)
  const rows = useRows(vulnerabilityRows(filter, sort), wrong === undefined)
  const facets = useQuery({ ...vulnerabilityFacetsQuery(filter), enabled: wrong === undefined })
  return (
    <div className="flex h-full flex-col">
      <Toolbar
        shape={vulnerabilityList}
        title={countOf(rows.total, 'vulnerability', 'vulnerabilities')}
        placeholder="decision:now kev:yes openssl"
        search={search}
        change={change}
        display={display}
        changeDisplay={changeDisplay}
      />
      <FacetBar
        filter={filter}
        change={(next) => change({ ...search, filter: next })}
        facets={facets.data?.facets}
        grouped={{ one: 'A vulnerability', total: rows.total }}
      />
      <Coverage filter={filter} />
      <ListBody
        rows={rows}
        wrong={wrong}
        hint={filterHint(filter, findingFilterKeys)}
        filter={filter}
        empty={<NoSoftware otherwise={nothing} />}
        clear={clear}
        label={`Vulnerabilities, ${(vulnerabilityList.sorts[sort ?? 'decision'] ?? '').toLowerCase()}`}
        name={`vulnerabilities ${filter} ${sort}`}
        height={rowHeight}
        dense={display.dense}
        render={(row, place) => <VulnerabilityItem row={row} columns={display.columns} place={place} />}
      />
    </div>
  )
}
