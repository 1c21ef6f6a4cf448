import type { UrgencyCounts } from '@contract/assets.ts'
import { Decision } from '../parts/decision.tsx'

/** Open findings by decision; decisions with none are left out. */
export function OpenCounts({ open }: { open: UrgencyCounts }) {
  const urgencies = (['now', 'soon', 'scheduled', 'defer'] as const).filter((urgency) => open[urgency] > 0)
  if (urgencies.length === 0) return <span className="text-sm text-muted">no open finding</span>
  return (
    <span className="flex flex-wrap gap-1">
      {urgencies.slice(0, 3).map((urgency) => (
        <Decision key={urgency} urgency={urgency} count={open[urgency]} />
      ))}
    </span>
  )
}
