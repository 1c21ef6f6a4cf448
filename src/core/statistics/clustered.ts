import { studentQuantile } from './distributions.ts'
import type { Bounds } from './proportion.ts'

/** The mean of scores that come in clusters (cases from one seed, one conversation, one user). */
export interface ClusteredMean {
  mean: number
  /** As if all cases were independent: too small where they are not. */
  naiveError: number
  clusteredError: number
  /** For few clusters; `undefined` with fewer than two, where nothing is known of the spread between them. */
  finiteError: number | undefined
  /** By Student's t with one degree less than there are clusters. */
  interval: Bounds | undefined
  cases: number
  clusters: number
}

/** Source: Miller, "Adding error bars to evals", arXiv 2411.00640. */
export function clusteredMean(clusters: readonly (readonly number[])[], confidence = 0.95): ClusteredMean {
  const filled = clusters.filter(({ length }) => length > 0)
  const scores = filled.flat()
  const n = scores.length
  const mean = sum(scores) / n
  const squares = sum(scores.map((score) => (score - mean) ** 2))
  const clusteredError = Math.sqrt(sum(filled.map((cluster) => sum(cluster.map((score) => score - mean)) ** 2))) / n
  const count = filled.length
  const finiteError = count < 2 ? undefined : clusteredError * Math.sqrt(count / (count - 1))
  return {
    mean,
    naiveError: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1) / n),
    clusteredError,
    finiteError,
    interval: finiteError === undefined ? undefined : around(mean, finiteError, count - 1, confidence),
    cases: n,
    clusters: count,
  }
}

function around(mean: number, error: number, degrees: number, confidence: number): Bounds {
  const half = error * studentQuantile(1 - (1 - confidence) / 2, degrees)
  return { low: mean - half, high: mean + half }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
