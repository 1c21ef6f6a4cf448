import type { ChangeKind, FindingChange } from '@contract/changes.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { changesQuery } from '../api/queries.ts'
import { wordsOf } from '../findings/history.tsx'
import { countOf } from '../lists/toolbar.tsx'
import { Decision } from '../parts/decision.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { VirtualList } from '../parts/virtual-list.tsx'
import { When } from '../parts/when.tsx'
import { changeWords } from './change-words.ts'

const route = getRouteApi('/changes')
const rowHeight = { wide: 54, narrow: 96 }

/** What happened to findings, newest first: the rows behind the numbers of Today. */
export function Changes() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const changes = useInfiniteQuery(changesQuery(search.since, search.kind))
  const rows = changes.data?.pages.flatMap((page) => page.rows) ?? []
  const total = changes.data?.pages[0]?.total
  const choose = (kind: ChangeKind) => {
    const { kind: before, ...rest } = search
    void navigate({ search: before === kind ? rest : { ...rest, kind }, replace: true })
  }
  return (
    <div className="flex h-full flex-col">
      <header className="px-4 pt-3 pb-2">
        <h1 className="text-xl font-semibold">{countOf(total, 'change', 'changes')}</h1>
        {search.since && (
          <p className="text-muted">
            Since <When at={search.since} />.{' '}
            <button
              type="button"
              className="text-accent underline"
              onClick={() => void navigate({ search: search.kind ? { kind: search.kind } : {} })}
            >
              Show older ones, too
            </button>
          </p>
        )}
      </header>
      <section aria-label="Kinds" className="flex flex-wrap gap-1.5 border-b border-line px-4 pb-2 print:hidden">
        {(Object.keys(changeWords) as ChangeKind[]).map((kind) => (
          <button
            key={kind}
            type="button"
            className="chip"
            aria-pressed={search.kind === kind}
            onClick={() => choose(kind)}
          >
            {changeWords[kind]}
          </button>
        ))}
      </section>
      {changes.error && rows.length === 0 ? (
        <ProblemBox error={changes.error} retry={() => changes.refetch()} />
      ) : changes.isPending ? (
        <Skeleton rows={12} height={rowHeight.wide} />
      ) : rows.length === 0 ? (
        <p className="px-4 py-6 text-muted">Nothing of that kind happened in this time.</p>
      ) : (
        <VirtualList
          label="Changes, newest first"
          name={`changes ${search.since} ${search.kind}`}
          rows={rows}
          total={total ?? rows.length}
          height={rowHeight}
          faded={changes.isPlaceholderData}
          more={() => changes.hasNextPage && !changes.isFetchingNextPage && void changes.fetchNextPage()}
          render={(change, place) => <ChangeItem change={change} place={place} />}
        />
      )}
    </div>
  )
}

function ChangeItem({ change, place }: { change: FindingChange; place: number }) {
  const { finding } = change
  return (
    <Link
      to="/findings/$id"
      params={{ id: finding.id }}
      preload={false}
      data-row={place}
      className="grid h-full content-center items-center gap-x-4 gap-y-0.5 px-4 hover:bg-raised focus-visible:-outline-offset-2 md:grid-cols-[7rem_8rem_minmax(0,5fr)_minmax(0,6fr)]"
    >
      <span className="text-sm text-muted">
        <When at={change.at} />
      </span>
      <span className="text-sm font-medium">{changeWords[change.kind]}</span>
      <span className="min-w-0">
        <span className="flex items-baseline gap-2">
          {finding.state === 'open' && <Decision urgency={finding.urgency} />}
          <span className="truncate font-medium" title={finding.title}>
            {finding.title}
          </span>
        </span>
        <span className="block truncate text-sm text-muted">{finding.asset.name}</span>
      </span>
      <span className="truncate text-sm text-muted" title={wordsOf(change)}>
        {wordsOf(change)}
      </span>
    </Link>
  )
}
