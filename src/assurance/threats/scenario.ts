import type { BarrierLayer, Basis, Treatment } from '#core/vocabulary'

/** A number with what speaks for it. */
export interface Estimate {
  value: number
  basis: Basis
  source?: string | undefined
  /** Until when it may be relied on, `YYYY-MM-DD`. */
  expires?: string | undefined
}

/** A barrier of a scenario: the control that stands there, and what could defeat it together with others. */
export interface Barrier {
  control: string
  layer: BarrierLayer
  causes: string[]
}

/** The entry of the risk register: how harm comes about, and what stands against it. */
export interface Scenario {
  id: string
  title: string
  owner: string | null
  harm: string
  /** Events a year that its owner can live with. */
  appetite: number | null
  treatment: Treatment
  treatmentUntil: string | null
  /** Attempts a year. */
  attempts: Estimate
  enabling: { condition: string; probability: Estimate }[]
  /** Probability that harm follows once every barrier has failed. */
  consequence: Estimate
  reviewDays: number
  /** In the order in which an attempt meets them. */
  barriers: Barrier[]
}
