import type { OpenDay, Trends } from '@contract/trends.ts'
import { Link } from '@tanstack/react-router'
import { ChartFrame } from '../charts/chart-frame.tsx'
import { drawOpen } from './draw-open.ts'
import { type TrendsSearch, urgencies } from './trends-search.ts'

interface OpenChartProps {
  trends: Trends
  search: TrendsSearch
  ask: (search: Pick<TrendsSearch, 'day' | 'decision'>) => void
}

/** Open findings by decision at the end of each day. */
export function OpenChart({ trends, search, ask }: OpenChartProps) {
  const { open, since } = trends
  return (
    <ChartFrame
      name="open-findings"
      caption={`At the end of each day in UTC${since ? `, recorded since ${since.slice(0, 10)}` : ''}. Click a day for its findings.`}
      draw={(element) => drawOpen(element, open, (day, decision) => ask({ day, decision }))}
      of={open}
      words="Open findings by decision and day"
      table={<OpenTable open={open} search={search} />}
      csv={[['day', ...urgencies], ...open.map((day) => [day.day, ...urgencies.map((urgency) => day[urgency])])]}
      className="h-72"
    />
  )
}

/** The days, newest first; each number opens its findings. */
function OpenTable({ open, search }: { open: readonly OpenDay[]; search: TrendsSearch }) {
  return (
    <table className="w-full text-right">
      <thead className="text-sm text-muted">
        <tr>
          <th className="px-3 py-1 text-left font-normal">Day</th>
          {urgencies.map((urgency) => (
            <th key={urgency} className="px-3 py-1 font-normal">
              {urgency}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {open.toReversed().map((day) => (
          <tr key={day.day} className="border-t border-line">
            <td className="px-3 py-1 text-left whitespace-nowrap">{day.day}</td>
            {urgencies.map((urgency) => (
              <td key={urgency} className="px-3 py-1">
                {day[urgency] === 0 ? (
                  0
                ) : (
                  <Link
                    to="/trends"
                    search={{ ...search, day: day.day, decision: urgency }}
                    aria-label={`${day[urgency]} ${urgency} on ${day.day}`}
                    className="text-accent underline"
                  >
                    {day[urgency].toLocaleString()}
                  </Link>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
