import type {
  AssumptionEffectRow,
  AssumptionRequest,
  AssumptionRow,
  DueReviewRow,
  FormerAssumptionRow,
} from '@contract/reviews.ts'
import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { readAssurance } from '../cases/use-cases.ts'

const KEY = 'assurance'

export const reviewsQuery = queryOptions({
  queryKey: [KEY, 'reviews'],
  queryFn: async () => (await call<{ reviews: DueReviewRow[] }>('/reviews')).reviews,
})
export const assumptionsQuery = queryOptions({
  queryKey: [KEY, 'assumptions'],
  queryFn: () => call<{ assumptions: AssumptionRow[]; former: FormerAssumptionRow[] }>('/assumptions'),
})
/** What would move if this were stated. */
export const effectQuery = (supposed: AssumptionRequest) =>
  queryOptions({
    queryKey: [KEY, 'assumptions', 'effect', supposed],
    queryFn: () => send<AssumptionEffectRow>('POST', '/assumptions/preview', supposed),
    placeholderData: keepPreviousData,
    retry: false,
  })

export function useHoldReview() {
  return useMutation({
    mutationFn: (held: { kind: string; id: string; note: string }) => send<DueReviewRow>('POST', '/reviews', held),
    onSuccess: readAssurance,
  })
}

export function useStateAssumption() {
  return useMutation({
    mutationFn: (stated: AssumptionRequest) => send('PUT', '/assumptions', stated),
    onSuccess: readAssurance,
  })
}
