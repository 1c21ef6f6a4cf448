/** It happened between the two, in any one unit; `high` is infinite where it has not happened yet. */
export interface SpanOfTime {
  low: number
  high: number
}

const MOST_ROUNDS = 2_000
const ENOUGH = 1e-9

/**
 * The median of times of which only bounds are known: the self-consistent estimate of Turnbull (JRSS B 38, 1976). Mass can
 * only lie where some lower bound is followed by an upper one with none between them; of the one in which the median falls the
 * bounds are returned. `undefined`: more than half may never end.
 */
export function medianSpan(spans: readonly SpanOfTime[]): { low: number; high: number } | undefined {
  if (spans.length === 0) return undefined
  const places = innermost(spans)
  const holds = spans.map(({ low, high }) => places.map((place) => low <= place.low && place.high <= high))
  let mass = places.map(() => 1 / places.length)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = places.map(() => 0)
    for (const row of holds) {
      const total = mass.reduce((sum, share, at) => sum + (row[at] ? share : 0), 0)
      for (const [at, share] of mass.entries()) if (row[at] && total > 0) next[at]! += share / total / spans.length
    }
    const moved = Math.max(...next.map((share, at) => Math.abs(share - mass[at]!)))
    mass = next
    if (moved < ENOUGH) break
  }
  let sum = 0
  for (const [at, place] of places.entries()) {
    sum += mass[at]!
    if (sum >= 0.5 - 1e-6)
      return place.low === Number.POSITIVE_INFINITY || place.high === Number.POSITIVE_INFINITY ? undefined : place
  }
  return undefined
}

/** From a lower bound to the upper bound that follows it next. */
function innermost(spans: readonly SpanOfTime[]): SpanOfTime[] {
  // Where both fall together, the lower bound comes first: what is known exactly is a place of its own.
  const ends = [
    ...spans.map(({ low }) => ({ at: low, isLow: true })),
    ...spans.map(({ high }) => ({ at: high, isLow: false })),
  ].sort((a, b) => (a.at === b.at ? Number(b.isLow) - Number(a.isLow) : a.at - b.at))
  return ends.flatMap((end, index) => {
    const next = ends[index + 1]
    return end.isLow && next && !next.isLow ? [{ low: end.at, high: next.at }] : []
  })
}
