import { normalQuantile } from './distributions.ts'
import type { Bounds } from './proportion.ts'

/** How often a judge is right, by what it should have said. */
export interface JudgeError {
  /** Of those that fail, the share it calls failed. */
  sensitivity: number
  /** Of those that pass, the share it calls passed. */
  specificity: number
}

/**
 * The failure rate behind a judge's: Rogan and Gladen (1978). `undefined` for a judge no better than chance, of whose word
 * nothing follows.
 */
export function trueRate(seen: number, { sensitivity, specificity }: JudgeError): number | undefined {
  const skill = sensitivity + specificity - 1
  if (skill <= 0) return undefined
  return Math.min(1, Math.max(0, (seen + specificity - 1) / skill))
}

/** How often a judge was right, as counted on answers whose truth is known. */
export interface JudgeCounts {
  /** Of so many that fail it called so many failed. */
  failing: number
  calledFailing: number
  /** Of so many that pass it called so many passed. */
  passing: number
  calledPassing: number
}

/**
 * Interval of the failure rate behind a judge's, whose own error was measured on few answers: Lang and Reiczigel, "Confidence
 * limits for prevalence of disease adjusted for estimated sensitivity and specificity" (Preventive Veterinary Medicine 113,
 * 2014). From 0 to 1 for a judge that is no better than chance.
 * @param failed cases that it called failed, of `n`
 */
export function trueRateBounds(failed: number, n: number, judge: JudgeCounts, confidence = 0.95): Bounds {
  const z = normalQuantile(1 - (1 - confidence) / 2)
  const cases = n + z ** 2
  const [ofFailing, ofPassing] = [judge.failing + 2, judge.passing + 2]
  const seen = (failed + z ** 2 / 2) / cases
  const sensitivity = (judge.calledFailing + 1) / ofFailing
  const specificity = (judge.calledPassing + 1) / ofPassing
  const skill = sensitivity + specificity - 1
  if (skill <= 0) return { low: 0, high: 1 }
  const rate = (seen + specificity - 1) / skill
  const [ofSensitivity, ofSpecificity] = [
    (sensitivity * (1 - sensitivity)) / ofFailing,
    (specificity * (1 - specificity)) / ofPassing,
  ]
  const shift = 2 * z ** 2 * (rate * ofSensitivity - (1 - rate) * ofSpecificity)
  const spread = (seen * (1 - seen)) / cases + rate ** 2 * ofSensitivity + (1 - rate) ** 2 * ofSpecificity
  const half = (z * Math.sqrt(spread)) / skill
  const within = (value: number) => Math.min(1, Math.max(0, value))
  return { low: within(rate + shift - half), high: within(rate + shift + half) }
}

/** A judge's verdicts on all cases, and how far they were off on those that people looked at. */
export interface JudgedSample {
  /** Mean and variance of the judge's verdicts over `judged` cases. */
  mean: number
  variance: number
  judged: number
  /** Mean and variance of verdict less truth over `labelled` cases. */
  bias: number
  residualVariance: number
  labelled: number
}

/** Prediction-powered estimate: Angelopoulos et al., "Prediction-powered inference" (Science, 2023). */
export function predictionPowered(sample: JudgedSample): { estimate: number; error: number } {
  const { mean, variance, judged, bias, residualVariance, labelled } = sample
  return { estimate: mean - bias, error: Math.sqrt(variance / judged + residualVariance / labelled) }
}
