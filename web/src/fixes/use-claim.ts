import type { FixClaim } from '@contract/fix-actions.ts'
import { useMutation } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'

/** Says that a change was made, everywhere or on one asset, or takes that back. */
export function useClaim(actionId: string) {
  return useMutation({
    mutationFn: (claim: FixClaim) =>
      send<{ findings: number }>('PUT', `/fix-actions/${encodeURIComponent(actionId)}/claim`, claim),
    onSuccess: () =>
      Promise.all(['findings', 'overview'].map((key) => queryClient.invalidateQueries({ queryKey: [key] }))),
  })
}
