import { percentWords as percent } from '@contract/finding-words.ts'
import { ChartFrame } from './chart-frame.tsx'
import { drawEpss } from './draw-epss.ts'
import { gapWords } from './gaps.ts'
import type { Point } from './points.ts'

/** EPSS over time as a curve, with its table behind it; either can be taken along. */
export function EpssChart({ points, name }: { points: readonly Point[]; name: string }) {
  const last = points.at(-1)
  if (!last) return null
  const values = `${points.length.toLocaleString()} ${points.length === 1 ? 'value' : 'values'}`
  return (
    <ChartFrame
      name={`${name}-epss`}
      caption={`Probability of exploitation within 30 days, ${values}, ${percent(last.probability)} on ${last.date}${gapWords(points)}`}
      draw={(element) => drawEpss(element, points)}
      of={points}
      words="EPSS by day"
      table={<EpssTable points={points} />}
      csv={[['date', 'probability'], ...points.map(({ date, probability }) => [date, probability])]}
    />
  )
}

/** The values, newest first. */
export function EpssTable({ points }: { points: readonly Point[] }) {
  return (
    <table className="w-full text-left">
      <thead className="text-sm text-muted">
        <tr>
          <th className="px-3 py-1 font-normal">Day</th>
          <th className="px-3 py-1 text-right font-normal">EPSS</th>
        </tr>
      </thead>
      <tbody>
        {points.toReversed().map(({ date, probability }) => (
          <tr key={date} className="border-t border-line">
            <td className="px-3 py-1">{date}</td>
            <td className="px-3 py-1 text-right">{probability}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
