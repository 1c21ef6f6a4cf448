import type { OwnWorkspace } from '@contract/workspaces.ts'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../api/client.ts'

/** The workspaces one belongs to. */
export const workspacesQuery = queryOptions({
  queryKey: ['workspaces'],
  queryFn: async () => (await call<{ workspaces: OwnWorkspace[] }>('/workspaces')).workspaces,
})
