import type { OwnSession } from '@contract/account.ts'
import type { ApiToken, ApiTokenRequest, IssuedToken } from '@contract/tokens.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

export const ownSessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: async () => (await call<{ sessions: OwnSession[] }>('/account/sessions')).sessions,
})

export const tokensQuery = queryOptions({
  queryKey: ['account', 'tokens'],
  queryFn: async () => (await call<{ tokens: ApiToken[] }>('/account/tokens')).tokens,
})

const readAgain = (what: string) => () => void queryClient.invalidateQueries({ queryKey: ['account', what] })

/** Ends one session, or all others where no id is given. */
export function useEndSession() {
  return useMutation({
    mutationFn: (id?: string) =>
      send<{ ended: number }>('DELETE', id ? `/account/sessions/${id}` : '/account/sessions'),
    onSettled: readAgain('sessions'),
  })
}

export function usePassword() {
  return useMutation({
    mutationFn: (change: { current: string; next: string }) =>
      send<{ ended: number }>('PUT', '/account/password', change),
    onSuccess: readAgain('sessions'),
  })
}

export function useMakeToken() {
  return useMutation({
    mutationFn: (wanted: ApiTokenRequest) => send<IssuedToken>('POST', '/account/tokens', wanted),
    onSuccess: readAgain('tokens'),
  })
}

export function useRevokeToken() {
  return useMutation({
    mutationFn: (id: string) => send('DELETE', `/account/tokens/${id}`),
    onSettled: readAgain('tokens'),
  })
}
