import type { AssetChange, AssetDetail } from '@contract/assets.ts'
import { useMutation } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { assetQuery, queryClient } from '../api/queries.ts'

/** States facts about an asset; decisions that rest on them are made anew by the server. */
export function useStateFacts(assetId: string) {
  return useMutation({
    mutationFn: (change: AssetChange) => send<AssetDetail>('PATCH', `/assets/${encodeURIComponent(assetId)}`, change),
    onSuccess: async (asset) => {
      queryClient.setQueryData(assetQuery(assetId).queryKey, asset)
      await Promise.all(
        ['overview', 'findings', 'assets'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      )
    },
  })
}
