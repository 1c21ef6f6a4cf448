import type { TimelineEntry } from '@contract/findings.ts'
import { lazy, Suspense } from 'react'
import type { Point } from '../charts/points.ts'

const HistoryChart = lazy(async () => ({ default: (await import('../charts/history-chart.tsx')).HistoryChart }))

/** The timeline of a vulnerability; what draws it is fetched once somebody looks, and the place is kept until it is there. */
export function TimelineChart(props: { entries: readonly TimelineEntry[]; epss: readonly Point[]; name: string }) {
  if (props.entries.length + props.epss.length === 0) return <p className="text-muted">No loaded feed gives a date.</p>
  return (
    <div className={props.epss.length > 0 ? 'min-h-68' : 'min-h-40'}>
      <Suspense>
        <HistoryChart {...props} />
      </Suspense>
    </div>
  )
}
