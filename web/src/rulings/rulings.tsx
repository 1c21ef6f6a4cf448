import type { DispositionSort } from '@contract/dispositions.ts'
import { filterProblem, hasTerm, toggleTerm } from '@contract/filter.ts'
import { dispositionFilterKeys } from '@contract/team-filters.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { countOf } from '../lists/toolbar.tsx'
import { FilterField } from '../parts/filter-field.tsx'
import { Paged } from './paged.tsx'
import { RulingItem } from './ruling-item.tsx'
import { RulingsNav } from './rulings-nav.tsx'
import { IN_FORCE, type RulingsSearch } from './rulings-search.ts'
import { rulingsQuery } from './use-ruling-list.ts'

const route = getRouteApi('/rulings')

const sorts: Readonly<Record<DispositionSort, string>> = {
  newest: 'Newest first',
  ending: 'Ending first',
  covers: 'Covering most first',
}

/** Terms that people ask for most, each a word of the filter. */
const chips = [
  ['state', 'in-force', 'In force'],
  ['state', 'ended', 'Ended'],
  ['state', 'revoked', 'Taken back'],
  ['state', 'replaced', 'Replaced'],
  ['ends', 'month', 'Ending within a month'],
  ['covers', 'none', 'Covering nothing'],
] as const

/** What people ruled: how far, why, until when, resting on what, and how many findings are off the list by it. */
export function Rulings() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const go = (change: RulingsSearch) => void navigate({ search: { ...search, ...change }, replace: true })
  const filter = search.filter ?? IN_FORCE
  const sort = search.sort !== undefined && search.sort in sorts ? search.sort : 'newest'
  const wrong = filterProblem(filter, dispositionFilterKeys)
  const list = useInfiniteQuery({ ...rulingsQuery(filter, sort), enabled: wrong === undefined })
  return (
    <div className="h-full overflow-y-auto pb-8">
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">{countOf(list.data?.pages[0]?.total, 'ruling', 'rulings')}</h1>
        <p className="prose-width text-muted">
          A ruling takes findings off the list for a reason, until a day, and only as long as what it rests on stays.
        </p>
      </header>
      <RulingsNav />
      <div className="flex flex-wrap items-center gap-2 px-4 pb-2 print:hidden">
        <FilterField
          value={filter}
          change={(next) => go({ filter: next })}
          placeholder="state:in-force by:mara openssl"
          label="Filter the rulings"
        />
        <select aria-label="Order" className="chip" value={sort} onChange={({ target }) => go({ sort: target.value })}>
          {Object.entries(sorts).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <section aria-label="Often asked" className="flex flex-wrap gap-1.5 px-4 pb-3 print:hidden">
        {chips.map(([key, value, label]) => (
          <button
            key={label}
            type="button"
            className="chip"
            aria-pressed={hasTerm(filter, key, value)}
            onClick={() => go({ filter: toggleTerm(filter, key, value) })}
          >
            {label}
          </button>
        ))}
      </section>
      <Paged
        label="Rulings"
        list={list}
        wrong={wrong}
        filter={filter === IN_FORCE ? '' : filter}
        empty="No ruling is in force. A ruling is made on a finding's page, or on several in their list."
        clear={() => go({ filter: '' })}
      >
        {(ruling) => <RulingItem ruling={ruling} />}
      </Paged>
    </div>
  )
}
