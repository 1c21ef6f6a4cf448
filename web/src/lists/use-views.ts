import type { SavedViewRequest, SavedViewRow } from '@contract/saved-views.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

/** Saved views of all lists: one's own and the shared ones. */
export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: async () => (await call<{ views: SavedViewRow[] }>('/views')).views,
})

const again = () => queryClient.invalidateQueries({ queryKey: viewsQuery.queryKey })

export function useSaveView() {
  return useMutation({ mutationFn: (view: SavedViewRequest) => send('POST', '/views', view), onSuccess: again })
}

export function useDeleteView() {
  return useMutation({ mutationFn: (id: string) => send('DELETE', `/views/${id}`), onSuccess: again })
}
