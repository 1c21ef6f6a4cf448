import type { ControlRow } from '@contract/controls.ts'

type Bounds = NonNullable<ControlRow['efficacy']>['interval']

const WIDTH = 160
const HEIGHT = 12

/** A probability from 0 to 1 as a line within its interval; the words stand beside it. */
export function IntervalMark({ value, interval: { low, high } }: { value: number; interval: Bounds }) {
  const x = (share: number) => 4 + share * (WIDTH - 8)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-3 w-40 shrink-0" aria-hidden>
      <line x1={x(0)} x2={x(1)} y1={HEIGHT / 2} y2={HEIGHT / 2} className="stroke-line" />
      {[0, 1].map((end) => (
        <line key={end} x1={x(end)} x2={x(end)} y1={3} y2={HEIGHT - 3} className="stroke-line" />
      ))}
      <rect x={x(low)} width={x(high) - x(low)} y={2} height={HEIGHT - 4} rx="2" className="fill-muted" opacity="0.5" />
      <line x1={x(value)} x2={x(value)} y1={0} y2={HEIGHT} className="stroke-ink" strokeWidth="2" />
    </svg>
  )
}
