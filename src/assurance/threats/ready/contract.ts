import type { BarrierLayer } from '#core/vocabulary'

/** A control that a ready-made scenario proposes: what it would have to do, never how well it does it. */
export interface ReadyControl {
  id: string
  name: string
  /** What it is there to stop, in a sentence that a test could refute. */
  claim: string
  /** How the claim is tested. */
  measure: string
  /** Where frameworks ask for it: ids of `#assurance/frameworks`. */
  references: readonly string[]
}

/** A scenario to start from, in our own words. It holds no number: how often, how likely, how much is the organisation's own. */
export interface ReadyScenario {
  id: string
  title: string
  /** How it comes about, for who has not met it yet. */
  about: string
  harm: string
  initiators: readonly string[]
  /** What must be the case besides, each with a probability that nobody knows yet. */
  enabling: readonly string[]
  /** In the order in which an attempt meets them. */
  barriers: readonly ReadyBarrier[]
  /** Ids in the catalogues of techniques. */
  techniques: readonly string[]
  /** What one would have to find out before the risk has a number. */
  toFindOut: readonly string[]
}

export interface ReadyBarrier {
  control: ReadyControl
  layer: BarrierLayer
  /** What could defeat it together with others: placeholders, to be named as the organisation calls them. */
  causes: readonly string[]
}
