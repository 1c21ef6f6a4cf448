import type { ImportPreview, PreviewChange } from '@contract/import-previews.ts'
import type { Job } from '@contract/jobs.ts'
import type { Page } from '@contract/page.ts'
import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { queryClient } from '../api/queries.ts'

export type Kind = PreviewChange['kind']

const PAGE = 50

/** Files that wait to be committed. */
export const previewsQuery = queryOptions({
  queryKey: ['previews', 'list'],
  queryFn: async () => (await call<Page<ImportPreview>>('/import-previews')).rows,
})

/** The findings behind one number of a preview. */
export const previewChangesQuery = ({ id, madeAt }: Pick<ImportPreview, 'id' | 'madeAt'>, kind: Kind) =>
  infiniteQueryOptions({
    // Made anew, it is another.
    queryKey: ['previews', 'changes', id, kind, madeAt],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({ kind, limit: String(PAGE), ...(pageParam && { cursor: pageParam }) })
      return call<Page<PreviewChange>>(`/import-previews/${id}/changes?${query}`)
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  })

const reload = () => queryClient.invalidateQueries({ queryKey: previewsQuery.queryKey })

/** Imports what was previewed, one file after the other. */
export function useCommit() {
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) noteJob(await send<Job>('POST', `/import-previews/${id}/commit`))
    },
    onSettled: reload,
  })
}

/** Works out anew what a file would do. */
export function useRenew() {
  return useMutation({
    mutationFn: async (id: string) => noteJob(await send<Job>('POST', `/import-previews/${id}/renew`)),
    onSettled: reload,
  })
}

/** Forgets a preview and its file. */
export function useDiscard() {
  return useMutation({ mutationFn: (id: string) => send('DELETE', `/import-previews/${id}`), onSettled: reload })
}
