import type { Revoked, RulingEffect, RulingRequest } from '@contract/dispositions.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

const pathOf = (findingId: string) => `/findings/${encodeURIComponent(findingId)}/dispositions`

async function refresh(): Promise<void> {
  const keys = ['findings', 'overview', 'assets', 'vulnerabilities', 'rehearsal']
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
}

/** Makes a ruling about a finding. */
export function useRule(findingId: string) {
  return useMutation({
    mutationFn: (ruling: RulingRequest) => send<RulingEffect>('POST', pathOf(findingId), ruling),
    // Also of one that is refused: what stands by now is shown.
    onSettled: refresh,
  })
}

/** Takes a ruling back. */
export function useRevoke() {
  return useMutation({
    mutationFn: (id: string) => send<Revoked>('DELETE', `/dispositions/${id}`),
    onSuccess: refresh,
  })
}

/** What taking a ruling back would do. */
export function useRevokeRehearsal(id: string) {
  return useQuery({
    queryKey: ['rehearsal', 'revoke', id],
    queryFn: () => send<Revoked>('DELETE', `/dispositions/${id}?rehearse=true`),
    staleTime: 0,
    retry: false,
  })
}

/** What a ruling would do: the server does it and takes it back, so the preview cannot differ from the deed. */
export function useRehearsal(findingId: string, ruling: RulingRequest) {
  return useQuery({
    queryKey: ['rehearsal', findingId, ruling.status, ruling.scope, ruling.endsAt, ruling.justification],
    queryFn: () =>
      send<RulingEffect>('POST', pathOf(findingId), {
        ...ruling,
        reason: ruling.reason || 'rehearsal',
        rehearse: true,
      }),
    staleTime: 0,
    retry: false,
  })
}
