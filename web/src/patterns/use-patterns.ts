import type { PatternDetail, PatternRow } from '@contract/patterns.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const KEY = 'assurance'

export const patternsQuery = queryOptions({
  queryKey: [KEY, 'patterns'],
  queryFn: async () => (await call<{ patterns: PatternRow[] }>('/patterns')).patterns,
})
export const patternQuery = (number: string) =>
  queryOptions({
    queryKey: [KEY, 'patterns', number],
    queryFn: () => call<PatternDetail>(`/patterns/${encodeURIComponent(number)}`),
  })

/** What a person says of a pattern: its name, that it is another one, that some of it is something else. */
export type PatternSaying =
  | { what: 'name'; title: string | null }
  | { what: 'merge'; into: number }
  | { what: 'split'; items: string[] }

export function useSay(number: number) {
  return useMutation({
    mutationFn: ({ what, ...body }: PatternSaying) =>
      what === 'name'
        ? send<{ number: number | null }>('PATCH', `/patterns/${number}`, body)
        : send<{ number: number | null }>('POST', `/patterns/${number}/${what}`, body),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [KEY] }),
  })
}
