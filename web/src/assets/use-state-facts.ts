import type { AssetChange, AssetDetail } from '@contract/assets.ts'
import { useMutation } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { assetQuery, queryClient } from '../api/queries.ts'

/**
 * States facts about an asset. With the version that is shown, the problem `changed-since-read` says who changed it
 * meanwhile. Decisions that rest on the facts are made anew by the server.
 */
export function useStateFacts(assetId: string, version?: number) {
  const unchanged: Record<string, string> = version === undefined ? {} : { 'if-match': `"${version}"` }
  return useMutation({
    mutationFn: (change: AssetChange) =>
      send<AssetDetail>('PATCH', `/assets/${encodeURIComponent(assetId)}`, change, unchanged),
    onSuccess: async (asset) => {
      queryClient.setQueryData(assetQuery(assetId).queryKey, asset)
      await Promise.all(
        ['overview', 'findings', 'assets'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      )
    },
  })
}
