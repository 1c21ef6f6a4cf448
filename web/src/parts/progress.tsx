/** How far work is: a bar where the total is known, a count where it is not. */
export function Progress({
  step,
  done,
  total,
  unit,
}: {
  step: string
  done: number
  total: number | null
  unit: string
}) {
  const counts =
    total === null
      ? done > 0
        ? `${done.toLocaleString()} ${unit}`
        : ''
      : `${done.toLocaleString()} of ${total.toLocaleString()} ${unit}`
  return (
    <div className="text-sm text-muted">
      <div className="flex justify-between gap-2">
        <span>{step}</span>
        <span>{counts}</span>
      </div>
      <progress
        aria-label={step}
        className="progress mt-1 block h-1 w-full"
        max={total ?? undefined}
        value={total === null ? undefined : done}
      />
    </div>
  )
}
