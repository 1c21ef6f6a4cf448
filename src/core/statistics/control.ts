import { betaQuantile } from './distributions.ts'
import type { Bounds } from './proportion.ts'

/** One demand on a control with its outcome downstream. */
export interface Demand {
  passed: boolean
  /** Quality of the observation, from 0 to 1. */
  weight: number
  ageDays: number
  /** True where the model, prompt or version it was observed on is not the present one. */
  earlierVersion?: boolean
}

export interface DecayTerms {
  /** Days after which a pass counts half. */
  halfLifeDays: number
  /** What a pass on an earlier version counts: our own choice. */
  earlierVersion: number
}

export const defaultDecay: DecayTerms = { halfLifeDays: 90, earlierVersion: 0.25 }

/** How well a control works when it is asked, as a Beta distribution from Jeffreys's prior. */
export interface Efficacy {
  alpha: number
  beta: number
  mean: number
  interval: Bounds
  /** Below it lie 5 %: what risk reckons with. */
  lower: number
}

/**
 * Favourable evidence fades, failures keep their weight until a verified change takes them out: were both to fade, a bad
 * control would look better with time (law 3).
 */
export function efficacyOf(demands: Iterable<Demand>, terms: DecayTerms = defaultDecay): Efficacy {
  let [alpha, beta] = [0.5, 0.5]
  for (const { passed, weight, ageDays, earlierVersion } of demands) {
    if (!passed) beta += weight
    else
      alpha += weight * 0.5 ** (Math.max(0, ageDays) / terms.halfLifeDays) * (earlierVersion ? terms.earlierVersion : 1)
  }
  return betaEfficacy(alpha, beta)
}

function betaEfficacy(alpha: number, beta: number): Efficacy {
  const at = (share: number) => betaQuantile(share, alpha, beta)
  return { alpha, beta, mean: alpha / (alpha + beta), interval: { low: at(0.025), high: at(0.975) }, lower: at(0.05) }
}

/** The three facts that a control's effect rests on; `undefined`: not known, for which nothing is credited. */
export interface ControlFacts {
  /** Demands that carry the control's span, of all demands in the same traces. */
  coverage: number | undefined
  /** Probability that it is alive. */
  live: number | undefined
  /** Lower bound of its efficacy. */
  efficacy: number | undefined
}

/** Probability of failure on demand: 1 − coverage · P(live) · efficacy; 1 where one of them is unknown (law 2). */
export function failureOnDemand({ coverage, live, efficacy }: ControlFacts): number {
  if (coverage === undefined || live === undefined || efficacy === undefined) return 1
  return 1 - clip(coverage) * clip(live) * clip(efficacy)
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value))
}
