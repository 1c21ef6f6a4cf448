import type { Comment, Mention } from '@contract/comments.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const pathOf = (findingId: string) => `/findings/${encodeURIComponent(findingId)}/comments`

export const commentsQuery = (findingId: string) =>
  queryOptions({
    queryKey: ['findings', findingId, 'comments'],
    queryFn: async () => (await call<{ comments: Comment[] }>(pathOf(findingId))).comments,
  })

/** Comments that speak to whoever looks and that they have not seen. */
export const mentionsQuery = queryOptions({
  queryKey: ['findings', 'mentions'],
  queryFn: async () => (await call<{ mentions: Mention[] }>('/mentions')).mentions,
})

const readAgain = () => queryClient.invalidateQueries({ queryKey: ['findings'] })

export function useComment(findingId: string) {
  return useMutation({
    mutationFn: (body: string) => send<{ id: string; unknown: string[] }>('POST', pathOf(findingId), { body }),
    onSuccess: readAgain,
  })
}

export function useEditComment() {
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: string }) =>
      send<{ unknown: string[] }>('PATCH', `/comments/${id}`, { body }),
    onSuccess: readAgain,
  })
}

export function useDeleteComment() {
  return useMutation({ mutationFn: (id: string) => send('DELETE', `/comments/${id}`), onSuccess: readAgain })
}

/** Whoever looks at a finding has seen what is said to them there. */
export function useSeen(findingId: string) {
  return useMutation({
    mutationFn: () => send<{ seen: number }>('POST', `${pathOf(findingId)}/seen`),
    // Nobody entered anything.
    meta: { quiet: true },
    onSuccess: ({ seen }) =>
      seen > 0 ? queryClient.invalidateQueries({ queryKey: mentionsQuery.queryKey }) : undefined,
  })
}
