import type { AssetRow } from '@contract/assets.ts'
import { Link } from '@tanstack/react-router'
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

/** The same with every count as the way to its findings. */
export function OpenCountLinks({ asset }: { asset: Pick<AssetRow, 'id' | 'open' | 'components' | 'unjudged'> }) {
  const urgencies = (['now', 'soon', 'scheduled', 'defer'] as const).filter((urgency) => asset.open[urgency] > 0)
  if (urgencies.length === 0) return <OpenCounts asset={asset} />
  return (
    <ul className="flex flex-wrap gap-1">
      {urgencies.map((urgency) => (
        <li key={urgency}>
          <Link
            to="/findings"
            search={{ filter: `asset:${asset.id} decision:${urgency}` }}
            className="inline-block rounded-md hover:opacity-80"
          >
            <Decision urgency={urgency} count={asset.open[urgency]} />
          </Link>
        </li>
      ))}
    </ul>
  )
}
