import type { FindingChangeEffect, FindingChangeRequest, Undone } from '@contract/finding-changes.ts'
import type { Page } from '@contract/page.ts'
import type { Person } from '@contract/people.ts'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const path = '/finding-changes'

async function refresh(): Promise<void> {
  const keys = ['findings', 'overview', 'assets', 'vulnerabilities']
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
}

/** Names of those who may be given work, and be told something: whoever is suspended may not. */
export const membersQuery = queryOptions({
  queryKey: ['people', 'names'],
  queryFn: async () =>
    (await call<Page<Person>>('/people?limit=500&filter=state:active')).rows
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b)),
})

/** Changes findings: the work on them, or a ruling about each. */
export function useChange() {
  return useMutation({
    mutationFn: (request: FindingChangeRequest) => send<FindingChangeEffect>('POST', path, request),
    onSuccess: refresh,
  })
}

type Fields = NonNullable<FindingChangeRequest['set']>

/** Changes the work on one finding, one field after the other; refused where a field is no longer what its writer saw. */
export function useChangeOf(id: string) {
  // What was just set here: who sets it again before it is shown has seen it all the same.
  const own = useRef<Fields>({})
  const waiting = useRef(0)
  return useMutation({
    scope: { id: `work on ${id}` },
    mutationFn: ({ set, saw }: { set: Fields; saw: Fields }) => {
      const known = Object.entries(own.current).filter(([field]) => Object.hasOwn(saw, field))
      return send<FindingChangeEffect>('POST', path, { ids: [id], set, saw: { ...saw, ...Object.fromEntries(known) } })
    },
    onMutate: () => {
      waiting.current += 1
    },
    onSuccess: (_done, { set }) => {
      own.current = { ...own.current, ...set }
      return refresh()
    },
    onError: () => refresh(),
    onSettled: () => {
      waiting.current -= 1
      if (waiting.current === 0) own.current = {}
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
