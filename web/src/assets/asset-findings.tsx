import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { findingsQuery } from '../api/queries.ts'
import { FindingItem } from '../findings/finding-item.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'

const SHOWN = 6
const columns = ['why', 'evidence', 'due']

export const filterOf = (assetId: string) => `asset:${assetId}`

/** The first findings on an asset, and the way to all of them. */
export function AssetFindings({ assetId }: { assetId: string }) {
  const filter = filterOf(assetId)
  const findings = useInfiniteQuery(findingsQuery(filter))
  if (findings.error) return <ProblemBox error={findings.error} retry={() => findings.refetch()} />
  if (findings.isPending) return <Skeleton rows={SHOWN} height={54} />
  const [first] = findings.data.pages
  const rows = first?.rows.slice(0, SHOWN) ?? []
  if (!first || rows.length === 0)
    return <p className="text-muted">None is open. What cannot be called clean is named above.</p>
  return (
    <>
      <ul className="-mx-4 border-t border-line">
        {rows.map((finding) => (
          <li key={finding.id} className="border-b border-line">
            <FindingItem finding={finding} columns={columns} />
          </li>
        ))}
      </ul>
      <Link to="/findings" search={{ filter }} className="mt-2 inline-block text-accent underline">
        {first.total === 1 ? 'The one open finding' : `All ${first.total.toLocaleString()} open findings`} as a list
      </Link>
    </>
  )
}
