import { betaQuantile, normalQuantile } from './distributions.ts'

/** Bounds of an estimate; `low` ≤ `high`. */
export interface Bounds {
  low: number
  high: number
}

const CONFIDENCE = 0.95

/** Interval to show for a rate of x in n: Wilson (1927). Without a case nothing is known: 0 to 1. */
export function wilsonInterval(x: number, n: number, confidence = CONFIDENCE): Bounds {
  if (n === 0) return { low: 0, high: 1 }
  const z = normalQuantile(1 - (1 - confidence) / 2)
  const rate = x / n
  const shrink = 1 + (z * z) / n
  const centre = (rate + (z * z) / (2 * n)) / shrink
  const half = (z / shrink) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))
  return { low: x === 0 ? 0 : Math.max(0, centre - half), high: x === n ? 1 : Math.min(1, centre + half) }
}

/** Interval for claims of absence, which never covers less than it says: Clopper and Pearson (1934). */
export function exactInterval(x: number, n: number, confidence = CONFIDENCE): Bounds {
  const tail = (1 - confidence) / 2
  return {
    low: x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
    high: x === n ? 1 : betaQuantile(1 - tail, x + 1, n - x),
  }
}

/** Upper bound, one-sided, of a failure rate after n cases without a failure; 1 without a case. */
export function boundWithoutFailure(n: number, confidence = CONFIDENCE): number {
  return n === 0 ? 1 : 1 - (1 - confidence) ** (1 / n)
}

/** How many cases without a failure it takes to say that the rate is below a bound: 299 for 1 %. */
export function casesToClaim(bound: number, confidence = CONFIDENCE): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log1p(-bound))
}
