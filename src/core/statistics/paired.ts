import { normalQuantile } from './distributions.ts'
import type { Bounds } from './proportion.ts'

/** Outcomes of the same cases under two versions, as far as they differ. */
export interface Discordant {
  /** Cases that fail under the candidate only. */
  worse: number
  /** Cases that fail under the baseline only. */
  better: number
  /** All cases. */
  n: number
}

/** Two-sided probability of so uneven a split by chance alone: McNemar's exact test. */
export function mcNemar({ worse, better }: Pick<Discordant, 'worse' | 'better'>): number {
  const n = worse + better
  const fewer = Math.min(worse, better)
  // From the largest term down, by its logarithm: 0.5ⁿ alone is 0 from n = 1075 on.
  let log = n * Math.log(0.5)
  for (let k = 1; k <= fewer; k++) log += Math.log((n - k + 1) / k)
  let [term, tail] = [Math.exp(log), 0]
  for (let k = fewer; k >= 0 && term > tail * Number.EPSILON; k--) {
    tail += term
    term *= k / (n - k + 1)
  }
  return Math.min(1, 2 * tail)
}

/** Candidate's failure rate less the baseline's, with its standard error. */
export function pairedDifference({ worse, better, n }: Discordant): { difference: number; error: number } {
  const difference = (worse - better) / n
  return { difference, error: Math.sqrt(Math.max(0, worse + better - (worse - better) ** 2 / n)) / n }
}

export type GateVerdict = 'pass' | 'fail' | 'undecided'

export interface Gate {
  verdict: GateVerdict
  difference: number
  bounds: Bounds
}

/**
 * Non-inferiority: the candidate passes when its failure rate surely exceeds the baseline's by less than the margin, and
 * fails when it surely exceeds it by more. Between, more cases are needed: that blocks promotion and is no failure. Without
 * a case that differs the spread is taken from the exact bound of seeing none, so that few cases never pass.
 */
export function gate(cases: Discordant, margin: number, confidence = 0.95): Gate {
  if (cases.n === 0) return { verdict: 'undecided', difference: 0, bounds: { low: -1, high: 1 } }
  const { difference, error } = pairedDifference(cases)
  const unseen = 1 - ((1 - confidence) / 2) ** (1 / cases.n)
  const half = Math.max(error * normalQuantile(1 - (1 - confidence) / 2), unseen)
  const bounds = { low: Math.max(-1, difference - half), high: Math.min(1, difference + half) }
  const verdict = bounds.high < margin ? 'pass' : bounds.low > margin ? 'fail' : 'undecided'
  return { verdict, difference, bounds }
}

/**
 * How many cases an undecided gate would take in all until it probably decides, if further cases differ as often as those seen
 * and hang together as they do: the interval narrows with √n (where no case differs, as the exact bound of seeing none) until
 * its edge passes the margin. `undefined`: the difference is at the margin, so that no number of cases would.
 */
export function casesToDecide(
  { difference, bounds }: Pick<Gate, 'difference' | 'bounds'>,
  { worse, better, n }: Discordant,
  margin: number,
  confidence = 0.95,
): number | undefined {
  const distance = Math.abs(margin - difference)
  if (n === 0 || distance < LEAST_DISTANCE) return undefined
  const half = Math.max(bounds.high - difference, difference - bounds.low)
  const needed =
    worse + better > 0
      ? n * (half / distance) ** 2
      : Math.log((1 - confidence) / 2) / Math.log(1 - Math.min(distance, 1 - Number.EPSILON))
  return Math.max(n, Math.floor(needed)) + 1
}

/** Nearer to the margin than a case in ten thousand, no run decides. */
const LEAST_DISTANCE = 1e-4
