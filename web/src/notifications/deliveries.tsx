import type { DeliveryRow } from '@contract/notifications.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { deliveriesQuery, useRetry, useRetryAll } from './use-notifications.ts'

const views = [
  ['all', ''],
  ['waiting', 'state:waiting'],
  ['given up', 'state:dead'],
  ['arrived', 'state:delivered'],
] as const

/** Every notice on its way: how it stands, how often it was tried, and why it did not arrive. */
export function Deliveries() {
  const [filter, setFilter] = useState('')
  const all = useRetryAll()
  const deliveries = useInfiniteQuery(deliveriesQuery(filter))
  const rows = deliveries.data?.pages.flatMap((page) => page.rows) ?? []
  const total = deliveries.data?.pages[0]?.total
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 pb-2">
        {views.map(([label, value]) => (
          <button
            key={label}
            type="button"
            className="chip"
            aria-pressed={filter === value}
            onClick={() => setFilter(value)}
          >
            {label}
          </button>
        ))}
        {total !== undefined && <span className="text-muted">{total.toLocaleString()}</span>}
        {rows.some(isStuck) && (
          <button type="button" className="button" disabled={all.isPending} onClick={() => all.mutate()}>
            Try all again now
          </button>
        )}
      </div>
      <Refusal error={all.error} />
      {deliveries.error ? (
        <ProblemBox error={deliveries.error} retry={() => deliveries.refetch()} />
      ) : deliveries.isPending ? (
        <Skeleton rows={4} height={44} />
      ) : (
        <ul className="max-w-4xl divide-y divide-line border-y border-line" aria-label="Deliveries, newest first">
          {rows.map((row) => (
            <Delivery key={row.id} row={row} />
          ))}
        </ul>
      )}
      {total === 0 && <p className="py-2 text-muted">Nothing was sent yet that matches.</p>}
      {deliveries.hasNextPage && (
        <button
          type="button"
          className="button mt-3"
          disabled={deliveries.isFetchingNextPage}
          onClick={() => void deliveries.fetchNextPage()}
        >
          Show older
        </button>
      )}
    </>
  )
}

const marks = { waiting: '◌', delivered: '✓', dead: '✕' } as const
const stateWords = { waiting: 'waiting', delivered: 'arrived', dead: 'given up' } as const

const isStuck = ({ state, attempts }: DeliveryRow) => state !== 'delivered' && attempts > 0

function Delivery({ row }: { row: DeliveryRow }) {
  const retry = useRetry(row.id)
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 py-2">
      <span className={`w-24 shrink-0 text-sm ${row.state === 'dead' ? 'text-now' : 'text-muted'}`}>
        <span aria-hidden>{marks[row.state]}</span> {stateWords[row.state]}
      </span>
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere">{row.sentence}</p>
        <p className="text-sm text-muted">
          to {row.target.name}
          {row.target.paused && ' (paused)'} · <When at={row.at} />
          {row.attempts > 0 && ` · ${row.attempts} ${row.attempts === 1 ? 'try' : 'tries'}`}
          {row.reference && ` · ${row.reference}`}
          {row.nextAt && row.attempts > 0 && (
            <>
              {' '}
              · next try <When at={row.nextAt} />
            </>
          )}
        </p>
        {row.problem && <p className="text-sm wrap-anywhere text-soon">{row.problem.message}</p>}
        <Refusal error={retry.error} />
      </div>
      {isStuck(row) && (
        <button type="button" className="button" disabled={retry.isPending} onClick={() => retry.mutate()}>
          Try now
        </button>
      )}
    </li>
  )
}
