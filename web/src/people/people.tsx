import { filterProblem } from '@contract/filter.ts'
import { peopleFilterKeys } from '@contract/team-filters.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { sessionQuery } from '../api/queries.ts'
import { FilterField } from '../parts/filter-field.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { SettingsNav } from '../settings/settings-nav.tsx'
import { Invite } from './invite.tsx'
import { PersonItem } from './person-item.tsx'
import { isAtLeast } from './role-words.ts'
import { peopleQuery } from './use-people.ts'

const route = getRouteApi('/people')

/** Who belongs to the workspace and what they may do. */
export function People() {
  const { filter = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const wrong = filterProblem(filter, peopleFilterKeys)
  const { data: session } = useQuery(sessionQuery)
  const people = useInfiniteQuery({ ...peopleQuery(filter), enabled: wrong === undefined })
  if (people.error) return <ProblemBox error={people.error} retry={() => people.refetch()} />
  if (!session) return <Skeleton rows={6} height={72} />
  const rows = people.data?.pages.flatMap((page) => page.rows) ?? []
  const total = people.data?.pages[0]?.total
  return (
    <div className="h-full overflow-y-auto pb-8">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-3 pb-2">
        <h1 className="text-xl font-semibold">
          {total === undefined ? 'People' : `${total.toLocaleString()} ${total === 1 ? 'person' : 'people'}`}
        </h1>
        <FilterField
          value={filter}
          change={(next) => void navigate({ search: next === '' ? {} : { filter: next }, replace: true })}
          placeholder="role:analyst state:active mara"
          label="Filter people"
        />
      </header>
      <SettingsNav />
      {session.role !== null && isAtLeast(session.role, 'owner') && (
        <Section title="Invite somebody">
          <Invite own={session.role} />
        </Section>
      )}
      {wrong !== undefined ? (
        <p role="alert" className="prose-width px-4 py-6">
          {wrong}
        </p>
      ) : people.isPending ? (
        <Skeleton rows={4} height={88} />
      ) : (
        <ul className="border-t border-line" aria-label="People of this workspace">
          {rows.map((person) => (
            <PersonItem key={person.id} person={person} session={session} />
          ))}
        </ul>
      )}
      {rows.length === 0 && total === 0 && <p className="px-4 py-6 text-muted">Nobody matches this filter.</p>}
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
