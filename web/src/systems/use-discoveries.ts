import type { AiDiscoveryRow, AiRulingRequest, TakenMlBom } from '@contract/ai-discovery.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

/** Below the key of assurance: what is accepted moves what a control is credited. */
const KEY = 'assurance'

export const discoveriesQuery = queryOptions({
  queryKey: [KEY, 'discoveries'],
  queryFn: async () => (await call<{ discoveries: AiDiscoveryRow[] }>('/ai-discoveries')).discoveries,
})

const readAgain = () => queryClient.invalidateQueries({ queryKey: [KEY] })

export function useRuleOnDiscovery() {
  return useMutation({
    mutationFn: ({ id, ruling }: { id: string; ruling: AiRulingRequest }) =>
      send<AiDiscoveryRow>('PUT', `/ai-discoveries/${encodeURIComponent(id)}/ruling`, ruling),
    onSuccess: readAgain,
  })
}

export function useTakeBom() {
  return useMutation({
    mutationFn: (file: File) =>
      call<TakenMlBom>(`/ai-boms?${new URLSearchParams({ name: file.name })}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: file,
      }),
    onSuccess: readAgain,
  })
}
