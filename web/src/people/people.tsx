import { filterProblem } from '@contract/filter.ts'
import { peopleFilterKeys } from '@contract/team-filters.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { sessionQuery } from '../api/queries.ts'
import { FacetMenus } from '../lists/facet-menus.tsx'
import { listSearch } from '../lists/list-search.ts'
import { peopleList } from '../lists/lists.ts'
import { Misunderstood, Nothing } from '../lists/nothing.tsx'
import { countOf, Toolbar } from '../lists/toolbar.tsx'
import { useDisplay } from '../lists/use-display.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { SettingsNav } from '../settings/settings-nav.tsx'
import { Invite } from './invite.tsx'
import { PersonItem } from './person-item.tsx'
import { isAtLeast } from './role-words.ts'
import { peopleFacetsQuery, peopleQuery } from './use-people.ts'

const route = getRouteApi('/people')

/** Who belongs to the workspace and what they may do. */
export function People() {
  const search = route.useSearch()
  const { filter = '' } = search
  const sort = search.sort !== undefined && search.sort in peopleList.sorts ? search.sort : undefined
  const navigate = route.useNavigate()
  const change = (next: object) => void navigate({ search: listSearch({ ...next }), replace: true })
  const [display, changeDisplay] = useDisplay(peopleList)
  const wrong = filterProblem(filter, peopleFilterKeys)
  const { data: session } = useQuery(sessionQuery)
  const people = useInfiniteQuery({ ...peopleQuery(filter, sort), enabled: wrong === undefined })
  const facets = useQuery({ ...peopleFacetsQuery(filter), enabled: wrong === undefined })
  if (people.error) return <ProblemBox error={people.error} retry={() => people.refetch()} />
  if (!session) return <Skeleton rows={6} height={72} />
  const rows = people.data?.pages.flatMap((page) => page.rows) ?? []
  const total = people.data?.pages[0]?.total
  return (
    <div className="h-full overflow-y-auto pb-8">
      <Toolbar
        shape={peopleList}
        title={countOf(total, 'person', 'people')}
        placeholder="role:analyst state:active mara"
        search={search}
        change={change}
        display={display}
        changeDisplay={changeDisplay}
      />
      <SettingsNav />
      <section aria-label="Facets" className="flex min-h-9 flex-wrap items-center gap-1.5 px-4 pb-2 print:hidden">
        <FacetMenus
          filter={filter}
          change={(next) => change({ ...search, filter: next })}
          facets={facets.data?.facets ?? []}
        />
      </section>
      {session.role !== null && isAtLeast(session.role, 'owner') && (
        <Section title="Invite somebody">
          <Invite own={session.role} />
        </Section>
      )}
      {wrong !== undefined ? (
        <Misunderstood words={wrong} clear={() => change({ ...search, filter: '' })} />
      ) : people.isPending ? (
        <Skeleton rows={4} height={88} />
      ) : (
        <ul className="border-t border-line" aria-label="People of this workspace">
          {rows.map((person) => (
            <PersonItem key={person.id} person={person} session={session} />
          ))}
        </ul>
      )}
      {total === 0 && (
        <Nothing filter={filter} empty="Nobody is here yet." clear={() => change({ ...search, filter: '' })} />
      )}
      {people.hasNextPage && (
        <button
          type="button"
          className="button m-4"
          disabled={people.isFetchingNextPage}
          onClick={() => void people.fetchNextPage()}
        >
          Show more
        </button>
      )}
    </div>
  )
}
