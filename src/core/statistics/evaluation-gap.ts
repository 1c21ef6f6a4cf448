import { normalQuantile } from './distributions.ts'
import type { Bounds } from './proportion.ts'

/** One stratum of use: task, channel, autonomy, language, tools. */
export interface Stratum {
  /** Share of production, as counted in traces; all together 1. */
  production: number
  /** Cases of it in the test, and how many failed. */
  cases: number
  failures: number
}

/** Failures among sampled and labelled items of production. */
export interface ProductionSample {
  labelled: number
  failures: number
}

export interface EvaluationGap {
  /** Failure rate of the test as it stands. */
  naive: number
  /** The same as if tested in the proportions of production, over the strata that were tested enough; `undefined` where none of production was. */
  reweighted: number | undefined
  /** Effective share of the sample that is left by reweighting: low where the test looks elsewhere. */
  effectiveShare: number
  /** Share of production in strata with fewer than the least number of cases. Nothing is known of it. */
  blindShare: number
  /** The reweighted rate less that of the test. */
  mixPart: number | undefined
  /** Production's rate less the reweighted; `undefined` without labelled items, and where nothing is reweighted. */
  gap: { value: number; error: number; bounds: Bounds } | undefined
}

/** @param least cases below which a stratum counts as blind */
export function evaluationGap(
  strata: readonly Stratum[],
  sample?: ProductionSample,
  { least = 1, confidence = 0.95 }: { least?: number; confidence?: number } = {},
): EvaluationGap {
  const tested = strata.reduce((sum, { cases }) => sum + cases, 0)
  const failed = strata.reduce((sum, { failures }) => sum + failures, 0)
  const naive = failed / tested
  const seen = strata.filter(({ cases }) => cases >= Math.max(1, least))
  const seenShare = seen.reduce((sum, { production }) => sum + production, 0)
  const blindShare = strata.reduce((sum, { production }) => sum + production, 0) - seenShare
  // Of a production that is not seen at all nothing is known: neither 0 nor what the test says.
  if (seenShare === 0)
    return { naive, reweighted: undefined, effectiveShare: 0, blindShare, mixPart: undefined, gap: undefined }
  const shareOf = ({ production }: Stratum) => production / seenShare
  const reweighted = seen.reduce((sum, one) => sum + (shareOf(one) * one.failures) / one.cases, 0)
  const variance = seen.reduce((sum, one) => sum + shareOf(one) ** 2 * rateVariance(one.failures, one.cases), 0)
  const seenCases = seen.reduce((sum, { cases }) => sum + cases, 0)
  const squares = seen.reduce((sum, one) => sum + (shareOf(one) ** 2 * seenCases) / one.cases, 0)
  return {
    ...{ naive, reweighted, effectiveShare: 1 / squares, blindShare, mixPart: reweighted - naive },
    gap: sample && sample.labelled > 0 ? gapOf(sample, { reweighted, variance }, confidence) : undefined,
  }
}

function gapOf(
  { labelled, failures }: ProductionSample,
  { reweighted, variance }: { reweighted: number; variance: number },
  confidence: number,
) {
  const value = failures / labelled - reweighted
  const error = Math.sqrt(rateVariance(failures, labelled) + variance)
  const half = error * normalQuantile(1 - (1 - confidence) / 2)
  return { value, error, bounds: { low: value - half, high: value + half } }
}

/** Variance of a rate with half a case added to either side, so that none out of few is not taken for certain: Agresti and Coull (1998). */
function rateVariance(x: number, n: number): number {
  const rate = (x + 1) / (n + 2)
  return (rate * (1 - rate)) / n
}
