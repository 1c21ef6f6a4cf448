import type { ComponentRow, Judgement } from '@contract/assets.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { componentsQuery } from '../api/queries.ts'
import { Unknown } from '../parts/basis.tsx'
import { Decision } from '../parts/decision.tsx'
import { FilterField } from '../parts/filter-field.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { VirtualList } from '../parts/virtual-list.tsx'

const rowHeight = { wide: 32, narrow: 52 }
const AT_MOST = 14

/** The software on an asset, the component with the most urgent finding first; each opens its findings. */
export function Components({ assetId }: { assetId: string }) {
  const [filter, setFilter] = useState('')
  const components = useInfiniteQuery(componentsQuery(assetId, filter))
  if (components.error) return <ProblemBox error={components.error} retry={() => components.refetch()} />
  const rows = components.data?.pages.flatMap((page) => page.rows) ?? []
  const total = components.data?.pages[0]?.total
  return (
    <div className="max-w-5xl">
      <div className="mb-2 flex max-w-lg items-center gap-3">
        <FilterField value={filter} change={setFilter} placeholder="name, version or purl" label="Filter components" />
        <span className="text-sm whitespace-nowrap text-muted">
          {total === undefined ? '' : `${total.toLocaleString()} in all`}
        </span>
      </div>
      {components.isPending ? (
        <Skeleton rows={6} height={rowHeight.wide} />
      ) : rows.length === 0 ? (
        <p className="text-muted">{filter === '' ? 'No import names a component of it.' : 'No component matches.'}</p>
      ) : (
        <div
          className="-mx-4 flex flex-col border-y border-line"
          style={{ height: Math.min(rows.length, AT_MOST) * rowHeight.narrow }}
        >
          <VirtualList
            label="Components"
            name={`components ${assetId} ${filter}`}
            rows={rows}
            total={total ?? rows.length}
            height={rowHeight}
            faded={components.isPlaceholderData}
            more={() => components.hasNextPage && !components.isFetchingNextPage && void components.fetchNextPage()}
            render={(row, place) => <ComponentItem row={row} assetId={assetId} place={place} />}
          />
        </div>
      )}
    </div>
  )
}

function ComponentItem({ row, assetId, place }: { row: ComponentRow; assetId: string; place: number }) {
  return (
    <Link
      to="/findings"
      search={{ filter: `asset:${assetId} "${row.name.replaceAll('"', '')}"` }}
      preload={false}
      data-row={place}
      className="grid h-full grid-cols-[minmax(0,1fr)_auto] content-center items-center gap-x-4 px-4 hover:bg-raised focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,3fr)_14rem]"
    >
      <span className="truncate font-mono text-sm" title={row.purl ?? row.name}>
        {row.name}
      </span>
      <span className="truncate font-mono text-sm" title={row.version ?? undefined}>
        {row.version ?? <Unknown hint="The inventory names no version" />}
      </span>
      <span className="truncate text-sm text-muted">
        {row.ecosystem ?? <Unknown what="ecosystem" hint="No ecosystem with advisories is known for it" />}
      </span>
      <span className="text-sm text-muted">
        {row.findings > 0 ? <Counts open={row.open} /> : <Silence judgement={row.judgement} />}
      </span>
    </Link>
  )
}

const MOST = 2

/** The two most urgent decisions with their findings, and how many more there are. */
function Counts({ open }: Pick<ComponentRow, 'open'>) {
  const urgencies = (['now', 'soon', 'scheduled', 'defer'] as const).filter((urgency) => open[urgency] > 0)
  const more = urgencies.slice(MOST).reduce((sum, urgency) => sum + open[urgency], 0)
  return (
    <span
      className="flex items-center gap-1 whitespace-nowrap"
      title={urgencies.map((urgency) => `${open[urgency].toLocaleString()} ${urgency}`).join(', ')}
    >
      {urgencies.slice(0, MOST).map((urgency) => (
        <Decision key={urgency} urgency={urgency} count={open[urgency]} />
      ))}
      {more > 0 && `+${more.toLocaleString()}`}
    </span>
  )
}

const reasons: Readonly<Record<Exclude<Judgement, 'judged'>, readonly [words: string, hint: string]>> = {
  'not-yet': ['not yet', 'It is assessed as soon as the import is done'],
  'out-of-date': ['out of date', 'What is known of its ecosystem is too old to count: refresh the feeds'],
  'no-knowledge': ['no knowledge', 'No feed that is loaded speaks of its ecosystem'],
  'no-version': ['no version', 'The inventory names no version'],
  'no-identity': ['no identity', 'The inventory names neither a purl of a known ecosystem nor a CPE'],
}

/** That nothing was found means something only where a component could be judged. */
function Silence({ judgement }: { judgement: Judgement }) {
  if (judgement === 'judged') return 'no open finding'
  const [words, hint] = reasons[judgement]
  return (
    <span className="hatched inline-block rounded border border-dashed border-line px-2 whitespace-nowrap" title={hint}>
      <span className="bg-paper px-1">not judged: {words}</span>
    </span>
  )
}
