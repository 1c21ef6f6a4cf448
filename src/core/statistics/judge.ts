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
