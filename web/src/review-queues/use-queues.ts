import type { ReviewerRow, ReviewItemRow, ReviewQueueRow } from '@contract/review-queues.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const KEY = 'review-queues'
const path = (id: string, part = '') => `/review-queues/${encodeURIComponent(id)}${part}`
/** Decisions become evidence of a control. */
const readAll = () => Promise.all([KEY, 'assurance'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))

export const queuesQuery = queryOptions({
  queryKey: [KEY],
  queryFn: async () => (await call<{ queues: ReviewQueueRow[] }>('/review-queues')).queues,
})
export const queueQuery = (id: string) =>
  queryOptions({ queryKey: [KEY, id], queryFn: () => call<ReviewQueueRow>(path(id)) })
export const itemsQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, id, 'items'],
    queryFn: () => call<{ items: ReviewItemRow[]; waiting: number }>(path(id, '/items')),
  })
export const reviewersQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, id, 'reviewers'],
    queryFn: () => call<{ reviewers: ReviewerRow[]; tooFew: number }>(path(id, '/reviewers')),
  })

export function useDecide() {
  return useMutation({
    mutationFn: ({ item, decision }: { item: string; decision: 'stop' | 'pass' }) =>
      send('POST', `/review-items/${item}/decision`, { decision }),
    // Also of one that somebody else decided meanwhile: what waits is another.
    onSettled: readAll,
  })
}

export function useSayQueue() {
  return useMutation({
    mutationFn: (queue: { id: string; title: string; control: string; wrongShare: number; rightShare: number }) =>
      send<{ id: string }>('PUT', '/review-queues', queue),
    onSuccess: readAll,
  })
}

export function useSeed(id: string) {
  return useMutation({
    mutationFn: (seed: { title: string; body: string; truth: 'wrong' | 'right' }) =>
      send('POST', path(id, '/seeds'), { seeds: [seed] }),
    onSuccess: readAll,
  })
}
