import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { componentsQuery } from '../api/queries.ts'
import { Unknown } from '../parts/basis.tsx'
import { Decision } from '../parts/decision.tsx'
import { FilterField } from '../parts/filter-field.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'

/** The software on an asset, the component with the most urgent finding first. */
export function Components({ assetId }: { assetId: string }) {
  const [filter, setFilter] = useState('')
  const components = useInfiniteQuery(componentsQuery(assetId, filter))
  if (components.error) return <ProblemBox error={components.error} retry={() => components.refetch()} />
  if (components.isPending) return <Skeleton rows={6} height={32} />
  const rows = components.data.pages.flatMap((page) => page.rows)
  const total = components.data.pages[0]?.total ?? 0
  return (
    <div className="max-w-5xl">
      <div className="mb-2 flex max-w-lg items-center gap-3">
        <FilterField value={filter} change={setFilter} placeholder="name, version or purl" label="Filter components" />
        <span className="text-sm whitespace-nowrap text-muted">{total.toLocaleString()} in all</span>
      </div>
      <div className="overflow-x-auto">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a mouse. */}
        <table className="w-full text-left" tabIndex={0}>
          <thead className="text-sm text-muted">
            <tr className="border-b border-line">
              <th className="py-1 pr-4 font-normal">Component</th>
              <th className="py-1 pr-4 font-normal">Version</th>
              <th className="hidden py-1 pr-4 font-normal sm:table-cell">Ecosystem</th>
              <th className="py-1 font-normal">Open findings</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} className="border-b border-line">
                <td className="max-w-60 truncate py-1.5 pr-4 font-mono text-sm" title={row.purl ?? row.name}>
                  {row.name}
                </td>
                <td className="py-1.5 pr-4 font-mono text-sm">
                  {row.version ?? <Unknown hint="The inventory names no version" />}
                </td>
                <td className="hidden py-1.5 pr-4 text-sm text-muted sm:table-cell">
                  {row.ecosystem ?? <Unknown hint="No ecosystem with advisories is known for it" />}
                </td>
                <td className="py-1.5">
                  {row.urgency ? (
                    <Decision urgency={row.urgency} count={row.findings} />
                  ) : (
                    <span className="text-muted">—</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {components.hasNextPage && (
        <button
          type="button"
          className="button mt-3"
          disabled={components.isFetchingNextPage}
          onClick={() => void components.fetchNextPage()}
        >
          Show more
        </button>
      )}
    </div>
  )
}
