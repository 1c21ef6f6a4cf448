import type { Facets } from '@contract/findings.ts'
import type { Page } from '@contract/page.ts'
import type { Invitation, InvitationRequest, IssuedLink, Person, PersonChange } from '@contract/people.ts'
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

/** The people of the workspace under a filter, page by page. */
export const peopleQuery = (filter: string, sort?: string) =>
  infiniteQueryOptions({
    queryKey: ['people', 'list', filter, sort ?? ''],
    queryFn: ({ pageParam }) =>
      call<Page<Person>>(
        `/people?${new URLSearchParams({ filter, ...(sort && { sort }), ...(pageParam && { cursor: pageParam }) })}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const peopleFacetsQuery = (filter: string) =>
  queryOptions({
    queryKey: ['people', 'facets', filter],
    queryFn: () => call<Facets>(`/people/facets?${new URLSearchParams({ filter })}`),
    placeholderData: keepPreviousData,
  })

export const invitationsQuery = queryOptions({
  queryKey: ['people', 'invitations'],
  queryFn: async () => (await call<{ invitations: Invitation[] }>('/invitations')).invitations,
})

const readAgain = () => void queryClient.invalidateQueries({ queryKey: ['people'] })

export function useInvite() {
  return useMutation({
    mutationFn: (invitation: InvitationRequest) => send<IssuedLink>('POST', '/invitations', invitation),
    onSuccess: readAgain,
  })
}

export function useTakeBack() {
  return useMutation({ mutationFn: (id: string) => send('DELETE', `/invitations/${id}`), onSettled: readAgain })
}

/** What can be done to one person. */
export function usePerson(id: string) {
  return {
    change: useMutation({
      mutationFn: (change: PersonChange) => send('PATCH', `/people/${id}`, change),
      onSettled: readAgain,
    }),
    remove: useMutation({ mutationFn: () => send('DELETE', `/people/${id}`), onSettled: readAgain }),
    takeFactor: useMutation({
      mutationFn: () => send('DELETE', `/people/${id}/second-factor`),
      onSettled: readAgain,
    }),
    reset: useMutation({ mutationFn: () => send<IssuedLink>('POST', `/people/${id}/reset-link`) }),
  }
}
