import type { WordColumn } from './word-column.ts'

/** What lists of assets are sorted by: how many findings are open on one, and the rank of the worst. */
export interface AssetCounts {
  open: number
  worst: number
}

/** Counts of each asset that findings at these places are on, by its id. */
export function countByAsset(
  places: Uint32Array,
  { assetId, rank }: { assetId: WordColumn; rank: Float64Array },
): ReadonlyMap<string, AssetCounts> {
  const ids = assetId.dictionary.values
  const open = new Uint32Array(ids.length)
  const worst = new Float64Array(ids.length).fill(-1)
  for (const place of places) {
    const code = assetId.codes[place]!
    open[code]!++
    if (rank[place]! > worst[code]!) worst[code] = rank[place]!
  }
  const counts = new Map<string, AssetCounts>()
  for (const [code, id] of ids.entries())
    if (open[code]! > 0) counts.set(id, { open: open[code]!, worst: worst[code]! })
  return counts
}
