import type { DispositionRow } from '@contract/dispositions.ts'
import type { FindingChangeRow } from '@contract/finding-changes.ts'
import type { Page } from '@contract/page.ts'
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { call } from '../api/client.ts'

/** Under the key of findings: whatever changes those may change what rulings cover. */
function pages<Row>(name: string, path: string, wanted: Readonly<Record<string, string>>) {
  return infiniteQueryOptions({
    queryKey: ['findings', name, wanted],
    queryFn: ({ pageParam }) =>
      call<Page<Row>>(
        `${path}?${new URLSearchParams({ ...wanted, limit: '50', ...(pageParam && { cursor: pageParam }) })}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** Rulings of the workspace under a filter, in an order. */
export const rulingsQuery = (filter: string, sort: string) =>
  pages<DispositionRow>('rulings', '/dispositions', { filter, sort })

/** Changes of findings that can be undone still, newest first. */
export const madeChangesQuery = (filter: string) =>
  pages<FindingChangeRow>('made-changes', '/finding-changes', { filter })
