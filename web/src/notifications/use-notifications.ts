import type {
  DeliveryRow,
  DigestRequest,
  DigestState,
  NotifierForm,
  NotifierTarget,
  TargetChange,
  TargetRequest,
  TargetTested,
  TicketList,
} from '@contract/notifications.ts'
import type { Page } from '@contract/page.ts'
import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const PAGE = 50
const path = '/notifications/targets'

export const notifiersQuery = queryOptions({
  queryKey: ['notifiers'],
  queryFn: async () => (await call<{ notifiers: NotifierForm[] }>('/notifications/notifiers')).notifiers,
  staleTime: Number.POSITIVE_INFINITY,
})

/** Their counts change with the deliveries, so they are read again with them. */
export const targetsQuery = queryOptions({
  queryKey: ['deliveries', 'targets'],
  queryFn: async () => (await call<{ targets: NotifierTarget[] }>(path)).targets,
})

export const deliveriesQuery = (filter: string) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', 'list', filter],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({ filter, limit: String(PAGE), ...(pageParam && { cursor: pageParam }) })
      return call<Page<DeliveryRow>>(`/notifications/deliveries?${query}`)
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  })

export const digestQuery = queryOptions({ queryKey: ['digest'], queryFn: () => call<DigestState>('/account/digest') })

export const ticketsQuery = (findingId: string) =>
  queryOptions({
    queryKey: ['deliveries', 'tickets', findingId],
    queryFn: () => call<TicketList>(`/findings/${encodeURIComponent(findingId)}/tickets`),
  })

const deliveriesAgain = () => queryClient.invalidateQueries({ queryKey: ['deliveries'] })
const digestAgain = () => queryClient.invalidateQueries({ queryKey: digestQuery.queryKey })

export function useMakeTarget() {
  return useMutation({
    mutationFn: (target: TargetRequest) => send<{ id: string }>('POST', path, target),
    onSuccess: deliveriesAgain,
  })
}

export function useChangeTarget(id: string) {
  return useMutation({
    mutationFn: (change: TargetChange) => send<{ id: string }>('PATCH', `${path}/${id}`, change),
    onSuccess: deliveriesAgain,
  })
}

export function useRemoveTarget(id: string) {
  return useMutation({ mutationFn: () => send('DELETE', `${path}/${id}`), onSuccess: deliveriesAgain })
}

export function useTestTarget(id: string) {
  return useMutation({ mutationFn: () => send<TargetTested>('POST', `${path}/${id}/test`) })
}

export function useRetry(id: string) {
  return useMutation({
    mutationFn: () => send('POST', `/notifications/deliveries/${id}/retry`),
    onSuccess: deliveriesAgain,
  })
}

/** Puts all that was given up on its way again. */
export function useRetryAll() {
  return useMutation({
    mutationFn: () => send<{ deliveries: number }>('POST', '/notifications/deliveries/retry'),
    onSuccess: deliveriesAgain,
  })
}

export function usePutDigest() {
  return useMutation({
    mutationFn: (digest: DigestRequest) => send('PUT', '/account/digest', digest),
    onSuccess: digestAgain,
  })
}

export function useEndDigest() {
  return useMutation({ mutationFn: () => send('DELETE', '/account/digest'), onSuccess: digestAgain })
}

export function useAskTicket(findingId: string) {
  return useMutation({
    mutationFn: (target: string) => send('POST', `/findings/${encodeURIComponent(findingId)}/tickets`, { target }),
    onSuccess: deliveriesAgain,
  })
}
