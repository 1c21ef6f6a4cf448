import { bisect } from './distributions.ts'
import type { Bounds } from './proportion.ts'

/** Barriers that one cause can defeat together: the same base model, vendor, gateway, reviewer pool, identity provider. */
export interface SharedGroup {
  /** Probabilities of failure on demand. */
  failures: readonly number[]
  /** Share of failures that come from the shared cause, from 0 to 1. */
  beta: number
}

/** Whatever the dependence: max(0, Σq − (n − 1)) ≤ P(all fail) ≤ min q. Source: Fréchet (1935). */
export function frechetBounds(failures: readonly number[]): Bounds {
  if (failures.length === 0) return { low: 1, high: 1 }
  const high = Math.min(...failures)
  const sum = failures.reduce((total, q) => total + q, 0)
  // Where all but one always fail both bounds are its probability: the sum differs from it by the arithmetic alone.
  return { low: Math.min(high, Math.max(0, sum - (failures.length - 1))), high }
}

/**
 * Probability that all barriers of a group fail: Π(1 − β)q + β · min q (beta-factor model, NUREG/CR-4780). The model is
 * made for small q: where barriers are bad it falls below what independent ones would let through, so that this is the
 * least. One that always fails is as good as none, and must not dilute the shared cause of the others (law 2).
 */
export function groupFailure({ failures, beta }: SharedGroup): number {
  const standing = failures.filter((q) => q < 1)
  if (standing.length === 0) return 1
  const independent = standing.reduce((product, q) => product * q, 1)
  if (standing.length === 1) return independent
  return Math.max(independent, independent * (1 - beta) ** standing.length + beta * Math.min(...standing))
}

/** Groups are taken for independent of each other. */
export function allFail(groups: readonly SharedGroup[]): number {
  return groups.reduce((product, group) => product * groupFailure(group), 1)
}

/** The β under which barriers that fail so often alone fail so often together; from 0 to 1. */
export function sharedCause(failures: readonly number[], together: number): number {
  const least = Math.min(...failures)
  if (groupFailure({ failures, beta: 0 }) >= together) return 0
  if (least <= together) return 1
  const standing = failures.filter((q) => q < 1)
  const independent = standing.reduce((product, q) => product * q, 1)
  const count = standing.length
  return bisect(
    risingFrom(independent, least, count),
    1,
    (beta) => independent * (1 - beta) ** count + beta * least < together,
  )
}

/**
 * With small β the product falls faster than the shared part rises where barriers are bad: the rise begins at the lowest point,
 * where −nΠ(1 − β)ⁿ⁻¹ + min q is 0.
 */
function risingFrom(independent: number, least: number, count: number): number {
  return Math.max(0, 1 - (least / (count * independent)) ** (1 / (count - 1)))
}

/** What a scenario's frequency is made of. */
export interface ScenarioTerms {
  /** Attempts a year. */
  attempts: number
  /** Probabilities of what must be the case besides. */
  enabling: readonly number[]
  groups: readonly SharedGroup[]
  /** Probability that harm follows once every barrier has failed. */
  consequence: number
}

/** Events a year: attempts · Πp(enabling) · P(all barriers fail) · P(consequence). */
export function scenarioFrequency({ attempts, enabling, groups, consequence }: ScenarioTerms): number {
  return attempts * enabling.reduce((product, p) => product * p, 1) * allFail(groups) * consequence
}

/** By what the frequency is multiplied when one barrier is lost; `Infinity` where it stood alone against it. */
export function lossFactor(groups: readonly SharedGroup[], group: number, barrier: number): number {
  const without = groups.map((one, index) =>
    index === group ? { ...one, failures: one.failures.map((q, place) => (place === barrier ? 1 : q)) } : one,
  )
  const before = allFail(groups)
  return before === 0 ? Number.POSITIVE_INFINITY : allFail(without) / before
}
