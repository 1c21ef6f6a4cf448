/** A safeguard with its owner, what is claimed of it and how that is measured. */
export interface Control {
  id: string
  name: string
  owner: string | null
  claim: string
  measure: string | null
  /** The AI system it guards, by the id in the register. */
  system: string | null
  /** Version of what does the guarding now. */
  version: string | null
  /** `NIST AI RMF MEASURE 2.7`, `ISO 42001 A.6.2.4`, … */
  references: string[]
  reviewDays: number
  halfLifeDays: number
  probeIntervalSeconds: number
  /** Failures from before it count no more: a change was proven since. ISO 8601. */
  failuresFrom: string | null
}
