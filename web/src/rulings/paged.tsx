import type { Page } from '@contract/page.ts'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Misunderstood, Nothing } from '../lists/nothing.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'

interface Props<Row> {
  label: string
  list: UseInfiniteQueryResult<InfiniteData<Page<Row>>>
  /** What the filter asks that nobody can answer. */
  wrong: string | undefined
  filter: string
  /** Said where there is nothing at all. */
  empty: string
  clear: () => void
  children: (row: Row) => ReactNode
}

/** Rows of different heights, page by page; and what stands in their place while there are none. */
export function Paged<Row extends { id: string }>({ label, list, wrong, filter, empty, clear, children }: Props<Row>) {
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  if (wrong !== undefined) return <Misunderstood words={wrong} clear={clear} />
  if (list.error && rows.length === 0) return <ProblemBox error={list.error} retry={() => list.refetch()} />
  if (list.isPending) return <Skeleton rows={8} height={92} />
  if (rows.length === 0) return <Nothing filter={filter} empty={empty} clear={clear} />
  return (
    <>
      <ul aria-label={label} className={`border-t border-line ${list.isPlaceholderData ? 'opacity-60' : ''}`}>
        {rows.map((row) => (
          <li key={row.id} className="border-b border-line px-4 py-3">
            {children(row)}
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <button
          type="button"
          className="button m-4 print:hidden"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </button>
      )}
    </>
  )
}
