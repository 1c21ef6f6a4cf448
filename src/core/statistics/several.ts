/** p-values of several gates at once, each raised so that one false alarm among all stays as rare as asked: Holm (1979). In the given order. */
export function holm(values: readonly number[]): number[] {
  const order = inOrder(values)
  const adjusted: number[] = []
  let highest = 0
  for (const [rank, index] of order.entries()) {
    highest = Math.max(highest, Math.min(1, values[index]! * (values.length - rank)))
    adjusted[index] = highest
  }
  return adjusted
}

/** p-values of a dashboard, raised so that of all alarms only the asked share is false: Benjamini and Hochberg (1995). In the given order. */
export function benjaminiHochberg(values: readonly number[]): number[] {
  const order = inOrder(values)
  const adjusted: number[] = []
  let lowest = 1
  for (let rank = order.length - 1; rank >= 0; rank--) {
    const index = order[rank]!
    lowest = Math.min(lowest, (values[index]! * values.length) / (rank + 1))
    adjusted[index] = lowest
  }
  return adjusted
}

function inOrder(values: readonly number[]): number[] {
  return values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!)
}
