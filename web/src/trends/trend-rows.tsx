import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Decision } from '../parts/decision.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import type { TrendsSearch } from './trends-search.ts'
import { trendRowsQuery } from './use-trends.ts'

type Asked = TrendsSearch & { decision: NonNullable<TrendsSearch['decision']>; days: number }

/** The findings behind a number. */
export function TrendRows({ asked }: { asked: Asked }) {
  const { decision, day } = asked
  const rows = useInfiniteQuery(trendRowsQuery(asked))
  const place = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number was asked for.
  useEffect(() => {
    // Some browsers return a promise here.
    void place.current?.scrollIntoView({ block: 'nearest' })
  }, [decision, day])
  const total = rows.data?.pages[0]?.total ?? 0
  return (
    <div ref={place}>
      <Section
        title={day ? `Open on ${day}: ${decision}` : `Fixed: ${decision}`}
        aside={
          <>
            {rows.data && `${total.toLocaleString()} findings, the longest open first · `}
            <Link to="/trends" search={{ days: asked.days }} className="text-accent underline">
              Close
            </Link>
          </>
        }
      >
        {rows.error ? (
          <ProblemBox error={rows.error} retry={() => rows.refetch()} />
        ) : rows.isPending ? (
          <Skeleton rows={5} height={32} />
        ) : (
          <ul className="max-w-5xl">
            {rows.data.pages
              .flatMap((page) => page.rows)
              .map((row) => (
                <li key={row.id} className="flex flex-wrap items-center gap-x-3 border-t border-line py-1.5">
                  <Link to="/findings/$id" params={{ id: row.id }} className="text-accent underline">
                    {row.title}
                  </Link>
                  <span className="font-mono text-sm">{row.vulnerabilityId}</span>
                  <span className="text-muted">on {row.asset.name}</span>
                  <span className="ml-auto flex items-center gap-2 text-sm text-muted">
                    {row.fixedAt ? (
                      `fixed after ${daysBetween(row.openedAt, row.fixedAt)} d`
                    ) : (
                      <When at={row.openedAt} />
                    )}
                    {row.state === 'open' ? <Decision urgency={row.urgency} /> : row.state}
                  </span>
                </li>
              ))}
          </ul>
        )}
        {rows.hasNextPage && (
          <button type="button" className="button mt-2" onClick={() => rows.fetchNextPage()}>
            Show more
          </button>
        )}
      </Section>
    </div>
  )
}

function daysBetween(from: string, to: string): string {
  return ((Date.parse(to) - Date.parse(from)) / 86_400_000).toLocaleString(undefined, { maximumFractionDigits: 1 })
}
