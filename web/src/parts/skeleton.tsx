/** Grey rows of the size of what is coming, so that nothing jumps. */
export function Skeleton({ rows, height }: { rows: number; height: number }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move.
        <div key={row} className="flex items-center border-b border-line px-4" style={{ height }}>
          <div className="skeleton h-3 rounded bg-line" style={{ width: `${35 + ((row * 17) % 40)}%` }} />
        </div>
      ))}
    </div>
  )
}
