import { type RowHeight, useRowSize } from './row-size.ts'

interface Props {
  rows: number
  /** Of a row, in pixels; where it differs, at desktop and at phone width. */
  height: number | RowHeight
  dense?: boolean | undefined
}

/** Grey rows of the size of what is coming, so that nothing jumps. */
export function Skeleton({ rows, height, dense = false }: Props) {
  const size = useRowSize(typeof height === 'number' ? { wide: height, narrow: height } : height, dense)
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move.
        <div key={row} className="flex items-center border-b border-line px-4" style={{ height: size }}>
          <div className="skeleton h-3 rounded bg-line" style={{ width: `${35 + ((row * 17) % 40)}%` }} />
        </div>
      ))}
    </div>
  )
}
