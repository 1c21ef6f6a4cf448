import { counted } from '@contract/fix-words.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { findingsQuery } from '../api/queries.ts'

/** That nothing is open under a filter is not that nothing is there: what rulings have taken off the list is named. */
export function OffTheList({ filter }: { filter: string }) {
  const ruled = `${filter} state:suppressed`
  const { data } = useInfiniteQuery({ ...findingsQuery(ruled), enabled: !/(^|\s)-?state:/.test(filter) })
  const total = data?.pages[0]?.total ?? 0
  if (total === 0) return null
  return (
    <p className="mt-1">
      <Link to="/findings" search={{ filter: ruled }} className="text-accent underline">
        {counted(total, 'finding')} {total === 1 ? 'is' : 'are'} off the list by a ruling
      </Link>
    </p>
  )
}
