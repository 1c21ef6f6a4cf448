import type { OrderRequest, OrderRow, RunMeasures } from '@contract/evaluation-orders.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { jobsQuery, queryClient } from '../api/queries.ts'

const KEY = 'assurance'

export const ordersQuery = queryOptions({
  queryKey: [KEY, 'orders'],
  queryFn: async () => (await call<{ orders: OrderRow[] }>('/evaluation-orders')).orders,
})
export const measuresQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'evaluations', id, 'measures'],
    queryFn: () => call<RunMeasures>(`/evaluations/${encodeURIComponent(id)}/measures`),
  })

const readAgain = () =>
  Promise.all([KEY, ...jobsQuery.queryKey].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))

export function useOrder() {
  return useMutation({
    mutationFn: (order: OrderRequest) => send<OrderRow>('POST', '/evaluation-orders', order),
    onSuccess: readAgain,
  })
}

export function useResume() {
  return useMutation({
    mutationFn: (id: string) => send<OrderRow>('POST', `/evaluation-orders/${id}/resume`),
    onSuccess: readAgain,
  })
}

export function useStop() {
  return useMutation({ mutationFn: (id: string) => send('DELETE', `/jobs/${id}`), onSettled: readAgain })
}
