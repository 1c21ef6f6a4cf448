/** So many ended, and so many were still waiting when last looked at, after this time. */
export interface SurvivalPoint {
  time: number
  events: number
  censored: number
}

/** A median with its 95 % bounds, in the unit of the points; `undefined`: the data do not reach it. */
export interface MedianTime {
  median: number | undefined
  low: number | undefined
  high: number | undefined
  /** How many there were, and how many of them ended. */
  total: number
  events: number
}

const Z = 1.959964

/**
 * The median time until something happens, where for some it has not happened yet: the product-limit estimate of Kaplan
 * and Meier (1958) with Greenwood's variance, its bounds on the log-log scale (Brookmeyer and Crowley 1982, Kalbfleisch and
 * Prentice). To leave out those still waiting would make every median too short.
 */
export function medianTime(points: readonly SurvivalPoint[]): MedianTime {
  const total = points.reduce((sum, { events, censored }) => sum + events + censored, 0)
  const ended = points.reduce((sum, { events }) => sum + events, 0)
  const found: MedianTime = { median: undefined, low: undefined, high: undefined, total, events: ended }
  let [atRisk, survival, greenwood] = [total, 1, 0]
  for (const { time, events, censored } of points.toSorted((a, b) => a.time - b.time)) {
    if (events > 0) {
      survival *= 1 - events / atRisk
      greenwood += atRisk > events ? events / (atRisk * (atRisk - events)) : 0
      const [lower, upper] = boundsOf(survival, greenwood)
      if (survival <= 0.5) found.median ??= time
      if (lower <= 0.5) found.low ??= time
      if (upper <= 0.5) found.high ??= time
    }
    atRisk -= events + censored
  }
  return found
}

/** 95 % bounds of the share that still waits. */
function boundsOf(survival: number, greenwood: number): [lower: number, upper: number] {
  if (survival >= 1) return [1, 1]
  // All have ended: the variance is not defined there; nothing is known of the upper bound from this point alone.
  if (survival <= 0) return [0, 1]
  const spread = (Z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival))
  return [survival ** Math.exp(spread), survival ** Math.exp(-spread)]
}
