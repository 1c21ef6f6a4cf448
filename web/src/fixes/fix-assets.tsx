import type { FixActionDetail } from '@contract/fix-actions.ts'
import { closesCount, counted, leftWords } from '@contract/fix-words.ts'
import { Link } from '@tanstack/react-router'
import { Unknown } from '../parts/basis.tsx'
import { Decision } from '../parts/decision.tsx'
import { ClaimOn } from './claim.tsx'

/** Where the change is to be made, the most urgent first. */
export function FixAssets({ action }: { action: FixActionDetail }) {
  const { id, kind, on, assets } = action
  const more = assets - on.length
  return (
    <>
      <ul className="-mx-4 border-t border-line">
        {on.map((asset) => (
          <li
            key={asset.id}
            className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-0.5 border-b border-line px-4 py-1.5 md:grid-cols-[5.75rem_minmax(0,4fr)_minmax(0,3fr)_minmax(6rem,2fr)_minmax(9.5rem,2fr)_minmax(0,2fr)_minmax(0,4fr)]"
          >
            <Decision urgency={asset.urgency} />
            <Link
              to="/assets/$id"
              params={{ id: asset.id }}
              className="truncate font-medium text-accent underline"
              title={asset.name}
            >
              {asset.name}
            </Link>
            <span className="col-span-2 flex min-w-0 flex-wrap items-baseline gap-x-3 text-sm md:contents">
              <span className="truncate font-mono">{asset.versions.join(', ') || 'no version stated'}</span>
              <Link
                to="/findings"
                search={{ filter: `action:${id} asset:${asset.id}` }}
                className="text-accent underline"
                title={leftWords({ ...asset, kind })}
              >
                {counted(closesCount({ ...asset, kind }), 'finding')}
                {leftWords({ ...asset, kind }) && ` + ${asset.unknownFix.toLocaleString()} open`}
              </Link>
              <span>{asset.exposure === 'unknown' ? <Unknown what="exposure" /> : asset.exposure}</span>
              <span className="truncate text-muted">{asset.owner ?? 'no owner'}</span>
              <ClaimOn action={action} asset={asset} />
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="mt-2 text-sm text-muted">
          and {counted(more, 'further asset')}: narrow the list of findings by asset to see them
        </p>
      )}
    </>
  )
}
