import type { AssetRow } from '@contract/assets.ts'
import { Unknown } from '../parts/basis.tsx'
import { Decision } from '../parts/decision.tsx'

/** Open findings by decision; decisions with none are left out. Where nothing could be judged, none found means nothing. */
export function OpenCounts({ asset }: { asset: Pick<AssetRow, 'open' | 'components' | 'unjudged'> }) {
  const { open, components, unjudged } = asset
  const urgencies = (['now', 'soon', 'scheduled', 'defer'] as const).filter((urgency) => open[urgency] > 0)
  if (urgencies.length === 0 && unjudged >= components)
    return <Unknown what="findings" hint="Nothing on it could be judged: refresh the feeds" />
  if (urgencies.length === 0) return <span className="text-sm text-muted">no open finding</span>
  return (
    <span className="flex flex-wrap gap-1">
      {urgencies.slice(0, 3).map((urgency) => (
        <Decision key={urgency} urgency={urgency} count={open[urgency]} />
      ))}
    </span>
  )
}
