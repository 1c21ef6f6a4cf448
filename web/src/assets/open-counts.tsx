import type { AssetRow } from '@contract/assets.ts'
import { Link } from '@tanstack/react-router'
import { Unknown } from '../parts/basis.tsx'
import { Decision } from '../parts/decision.tsx'

/** More have no room in a row: how many they are is said. */
const MOST = 3

/** Open findings by decision; decisions with none are left out. Where nothing could be judged, none found means nothing. */
export function OpenCounts({ asset }: { asset: Pick<AssetRow, 'open' | 'components' | 'unjudged'> }) {
  const { open, components, unjudged } = asset
  const urgencies = (['now', 'soon', 'scheduled', 'defer'] as const).filter((urgency) => open[urgency] > 0)
  if (urgencies.length === 0 && unjudged >= components)
    return <Unknown what="findings" hint="Nothing on it could be judged: refresh the feeds" />
  if (urgencies.length === 0) return <span className="text-sm text-muted">no open finding</span>
  const [fourth] = urgencies.slice(MOST)
  return (
    <span className="flex flex-wrap items-center gap-1">
      {urgencies.slice(0, MOST).map((urgency) => (
        <Decision key={urgency} urgency={urgency} count={open[urgency]} />
      ))}
      {fourth && (
        <span className="text-sm text-muted" title={`${open[fourth].toLocaleString()} ${fourth}`}>
          +{open[fourth].toLocaleString()}
        </span>
      )}
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
