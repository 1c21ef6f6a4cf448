import type { Page } from '@contract/page.ts'
import type { TrendRow, Trends } from '@contract/trends.ts'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call } from '../api/client.ts'

export const trendsQuery = (days: number) =>
  queryOptions({
    queryKey: ['findings', 'trends', days],
    queryFn: () => call<Trends>(`/trends?days=${days}`),
    placeholderData: keepPreviousData,
  })

export const trendRowsQuery = (asked: { days: number; decision: string; day?: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: ['findings', 'trend-rows', asked],
    queryFn: ({ pageParam }) => {
      const { days, decision, day } = asked
      const query = { days: String(days), decision, ...(day && { day }), ...(pageParam && { cursor: pageParam }) }
      return call<Page<TrendRow>>(`/trends/findings?${new URLSearchParams(query)}`)
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  })
