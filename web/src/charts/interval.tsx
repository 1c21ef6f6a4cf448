/** A median with the bounds of its interval, all in one unit; `null` where it has none. */
interface Bounded {
  median: number | null
  low: number | null
  high: number | null
}

const WIDTH = 400
const HEIGHT = 20

/**
 * A mark at the median within its bounds, on a scale up to `longest`. Where nobody knows it is hatched; without an upper
 * bound the line runs out dashed.
 */
export function Interval({ of: { median, low, high }, longest }: { of: Bounded; longest: number }) {
  if (median === null) return <div aria-hidden className="hatched h-3 rounded border border-dashed border-line" />
  const x = (value: number) => 6 + (value / longest) * (WIDTH - 12)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-5 w-full" aria-hidden>
      <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className="stroke-line" />
      <line
        x1={x(low ?? median)}
        x2={high === null ? WIDTH : x(high)}
        y1={HEIGHT / 2}
        y2={HEIGHT / 2}
        className="stroke-muted"
        strokeWidth="3"
        strokeDasharray={high === null ? '4 4' : undefined}
      />
      <rect x={x(median) - 3} y={2} width="6" height={HEIGHT - 4} className="fill-ink" />
    </svg>
  )
}
