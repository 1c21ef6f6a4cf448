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
  /** Who or what sets it off. */
  initiators: string[]
  /** Attempts a year; null: nobody knows, and what is left over is said of a hundred attempts. */
  attempts: Estimate | null
  /** What must be the case besides; a probability that nobody knows is null and counts as 1. */
  enabling: { condition: string; probability: Estimate | null }[]
  /** Probability that harm follows once every barrier has failed; null: nobody knows, which counts as 1. */
  consequence: Estimate | null
  /** Ids of techniques in catalogues: `AML.T0051`, `T1566.001`, `LLM01:2025`. */
  techniques: string[]
  reviewDays: number
  /** In the order in which an attempt meets them. */
  barriers: Barrier[]
  /** The ready-made scenario that it began as. */
  beganAs: string | null
  /** Where it is kept: in a register, which says anew what it is whenever it is taken in, or here. */
  keptIn: 'register' | 'here'
}
