import type { FeedRow } from '@contract/feeds.ts'
import { useRef } from 'react'

/** What to look at first: what failed, then what is out of date; what was never read is mostly of no use here. */
export function orderOfFeeds(feeds: readonly FeedRow[]): FeedRow[] {
  return feeds.toSorted((a, b) => placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : 1))
}

function placeOf({ runs, stale, lastSuccess }: FeedRow): number {
  const ended = runs.find(({ status }) => status !== 'running')
  if (ended?.status === 'failed') return 0
  if (lastSuccess === null) return 3
  return stale ? 1 : 2
}

/** The same order as long as the page is open: rows do not move while feeds are read. */
export function useFeedOrder(feeds: readonly FeedRow[] | undefined): (feeds: readonly FeedRow[]) => FeedRow[] {
  const first = useRef<readonly string[]>(undefined)
  if (first.current === undefined && feeds) first.current = orderOfFeeds(feeds).map(({ id }) => id)
  const place = ({ id }: FeedRow) => {
    const at = first.current?.indexOf(id) ?? -1
    return at < 0 ? Number.POSITIVE_INFINITY : at
  }
  return (rows) => orderOfFeeds(rows).toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)))
}
