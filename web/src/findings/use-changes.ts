import type { FindingChangeEffect, FindingChangeRequest, Undone } from '@contract/finding-changes.ts'
import type { Page } from '@contract/page.ts'
import type { Person } from '@contract/people.ts'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const path = '/finding-changes'

async function refresh(): Promise<void> {
  const keys = ['findings', 'overview', 'assets', 'vulnerabilities']
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
}

/** Names of those who may be given work. */
export const membersQuery = queryOptions({
  queryKey: ['people', 'names'],
  queryFn: async () =>
    (await call<Page<Person>>('/people?limit=500')).rows.map(({ name }) => name).sort((a, b) => a.localeCompare(b)),
})

/** Changes findings: the work on them, or a ruling about each. */
export function useChange() {
  return useMutation({
    mutationFn: (request: FindingChangeRequest) => send<FindingChangeEffect>('POST', path, request),
    onSuccess: refresh,
  })
}

/**
 * Changes the work on one finding, one field after the other; refused where somebody else changed it since.
 * @param version when it was changed last, as far as is known here.
 */
export function useChangeOf(id: string, version: string | null) {
  const shown = useRef(version)
  const own = useRef('')
  useEffect(() => {
    shown.current = version
  }, [version])
  return useMutation({
    scope: { id: `work on ${id}` },
    mutationFn: (set: FindingChangeRequest['set']) =>
      // What was just changed here may not be shown yet.
      send<FindingChangeEffect>('POST', path, {
        ids: [id],
        set,
        version: own.current > (shown.current ?? '') ? own.current : shown.current,
      }),
    onSuccess: (done) => {
      if (done.id !== null) own.current = done.at
      return refresh()
    },
    onError: () => {
      own.current = ''
      return refresh()
    },
  })
}

/** Takes a change back. */
export function useUndo() {
  return useMutation({ mutationFn: (id: string) => send<Undone>('POST', `${path}/${id}/undo`), onSuccess: refresh })
}

/** What a change would do: the server does it and takes it back, so the preview cannot differ from the deed. */
export function usePreview(request: FindingChangeRequest | undefined) {
  return useQuery({
    queryKey: ['change-preview', request],
    queryFn: () => send<FindingChangeEffect>('POST', path, { ...request, preview: true }),
    enabled: request !== undefined,
    staleTime: 0,
    retry: false,
  })
}
