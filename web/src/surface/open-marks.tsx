import type { SurfaceRow } from '@contract/surface.ts'
import { Link } from '@tanstack/react-router'
import { Decision } from '../parts/decision.tsx'

const inOrder = ['now', 'soon', 'scheduled', 'defer'] as const
type Open = SurfaceRow['open']

export function openTotal(open: Open): number {
  return inOrder.reduce((sum, urgency) => sum + open[urgency], 0)
}

/** `37 now, 2 soon`: all of them, whatever is shown. */
function wordsOf(open: Open): string {
  return inOrder
    .flatMap((urgency) => (open[urgency] > 0 ? `${open[urgency].toLocaleString()} ${urgency}` : []))
    .join(', ')
}

/** Open findings by decision, the most urgent ones; with `filter` each count is the way to its findings. */
export function OpenMarks({ open, most = 2, filter }: { open: Open; most?: number; filter?: string }) {
  const shown = inOrder.filter((urgency) => open[urgency] > 0).slice(0, most)
  return (
    <span className="flex flex-wrap gap-1" {...(shown.length > 0 && { title: `Open findings: ${wordsOf(open)}` })}>
      {shown.map((urgency) =>
        filter === undefined ? (
          <Decision key={urgency} urgency={urgency} count={open[urgency]} />
        ) : (
          <Link
            key={urgency}
            to="/findings"
            search={{ filter: `${filter} decision:${urgency}` }}
            className="inline-block rounded-md hover:opacity-80"
          >
            <Decision urgency={urgency} count={open[urgency]} />
          </Link>
        ),
      )}
    </span>
  )
}
