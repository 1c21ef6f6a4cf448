import type { VendorSafeguard } from '#core/vocabulary'
import type { ClearedEvidence } from './cleared.ts'

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
  /** Parts of its system that it rests on, by name. */
  restsOn: string[]
  /** It is what the vendor of the model does, and which of it. */
  vendorSafeguard: VendorSafeguard | null
  /** Share of failures from which on an evaluation shows that it fails; `null`: where it fails more often than it holds. */
  mostFailures: number | null
  /** Failures that count no more, by kind: changes were proven against them. */
  cleared: ClearedEvidence[]
}
