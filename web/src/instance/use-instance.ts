import type { IdentityProviderChange, IdentityProviderState } from '@contract/identity-provider.ts'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'
import { workspacesQuery } from '../session/workspaces-query.ts'

const path = '/instance/identity-provider'

export const providerQuery = queryOptions({
  queryKey: ['instance', 'identity-provider'],
  queryFn: () => call<IdentityProviderState>(path),
})

export function useMakeWorkspace() {
  return useMutation({
    mutationFn: (name: string) => send<{ id: string; name: string }>('POST', '/workspaces', { name }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: workspacesQuery.queryKey }),
  })
}

const readAgain = () => queryClient.invalidateQueries({ queryKey: providerQuery.queryKey })

export function useSaveProvider() {
  return useMutation({
    mutationFn: (change: IdentityProviderChange) => send<IdentityProviderState>('PUT', path, change),
    onSuccess: readAgain,
  })
}

export function useRemoveProvider() {
  return useMutation({ mutationFn: () => send('DELETE', path), onSuccess: readAgain })
}
