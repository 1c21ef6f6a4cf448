interface Point {
  date: string
  probability: number
}

const WIDTH = 240
const HEIGHT = 44
const PAD = 4

/** EPSS over the days held, on a fixed scale from 0 to 1, with the table behind it. */
export function Sparkline({ points }: { points: readonly Point[] }) {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || points.length < 2) return null
  const start = Date.parse(first.date)
  const span = Math.max(1, Date.parse(last.date) - start)
  const x = (point: Point) => PAD + ((Date.parse(point.date) - start) / span) * (WIDTH - 2 * PAD)
  const y = (point: Point) => HEIGHT - PAD - point.probability * (HEIGHT - 2 * PAD)
  const words = `EPSS from ${first.probability} on ${first.date} to ${last.probability} on ${last.date}`
  return (
    <figure className="w-fit">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-11 w-60" role="img" aria-label={words}>
        <line x1="0" x2={WIDTH} y1={HEIGHT - PAD} y2={HEIGHT - PAD} className="stroke-line" />
        <line x1="0" x2={WIDTH} y1={PAD} y2={PAD} className="stroke-line" strokeDasharray="2 4" />
        <polyline
          points={points.map((point) => `${x(point)},${y(point)}`).join(' ')}
          className="fill-transparent stroke-accent"
          strokeWidth="1.5"
        />
        <circle cx={x(last)} cy={y(last)} r="2.5" className="fill-accent" />
      </svg>
      <figcaption className="flex justify-between text-sm text-muted">
        <span>{first.date}</span>
        <span>0 to 1</span>
        <span>{last.date}</span>
      </figcaption>
    </figure>
  )
}
