import type { Page } from '@contract/page.ts'
import type { ExposureHistory, Neighbourhood, RelationRequest, RelationRow } from '@contract/relations.ts'
import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../../api/client.ts'
import { queryClient } from '../../api/queries.ts'

const PAGE = 100

const pathOf = (assetId: string) => `/assets/${encodeURIComponent(assetId)}`

export const neighbourhoodQuery = (assetId: string, depth: number) =>
  queryOptions({
    queryKey: ['assets', assetId, 'neighbourhood', depth],
    queryFn: () => call<Neighbourhood>(`${pathOf(assetId)}/neighbourhood?depth=${depth}`),
    placeholderData: keepPreviousData,
  })

export const relationsQuery = (assetId: string) =>
  infiniteQueryOptions({
    queryKey: ['assets', assetId, 'relations'],
    queryFn: ({ pageParam }) =>
      call<Page<RelationRow>>(
        `${pathOf(assetId)}/relations?${new URLSearchParams({ limit: String(PAGE), ...(pageParam && { cursor: pageParam }) })}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  })

export const exposureQuery = (assetId: string) =>
  queryOptions({
    queryKey: ['assets', assetId, 'exposure'],
    queryFn: () => call<ExposureHistory>(`${pathOf(assetId)}/exposure`),
  })

/** A person's own relations: stated, and taken back. */
export function useRelations(assetId: string) {
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: ['assets'] })
  const state = useMutation({
    mutationFn: (relation: RelationRequest) => send<{ id: string }>('POST', `${pathOf(assetId)}/relations`, relation),
    onSuccess,
  })
  const withdraw = useMutation({
    mutationFn: (relationId: string) =>
      send<{ ok: true }>('DELETE', `${pathOf(assetId)}/relations/${encodeURIComponent(relationId)}`),
    onSuccess,
  })
  return { state, withdraw }
}
