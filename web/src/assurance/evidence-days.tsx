import { lazy, Suspense } from 'react'
import { daySums } from './day-sums.ts'
import type { EvidenceProps } from './evidence-table.tsx'

const EvidenceChart = lazy(async () => ({ default: (await import('./evidence-chart.tsx')).EvidenceChart }))

/** Fewer days need no picture. */
const FEW = 3

/** The evidence of one fact by day, drawn where there are enough days to look at. */
export function EvidenceDays({ name, ...shown }: EvidenceProps & { name: string }) {
  const days = daySums(shown.evidence)
  if (days.length < FEW) return null
  return (
    <div className="min-h-64">
      <Suspense>
        <EvidenceChart {...shown} name={name} days={days} />
      </Suspense>
    </div>
  )
}
