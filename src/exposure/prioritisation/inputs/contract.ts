import type { Basis, Criticality, Exposure, VulnerabilityFacts } from '#core/vocabulary'
import type { SettingFacts } from '../settings.ts'

/** What is known of the asset a decision is for. */
export interface AssetContext {
  exposure: Exposure
  exposureBasis: Basis
  /** Who or what said so: a person, a vantage, an import. */
  exposureBy?: string
  exposureAt?: string
  criticality: Criticality
  /** Who set the criticality. */
  owner?: string
}

/** Which kinds of exploitation knowledge are loaded, and as of when; a missing entry means that absence proves nothing. */
export interface KnowledgeExtent {
  kev?: string
  /** Whose copy of the catalogue that is, where it is not our own: `CISA via Grype`. */
  kevBy?: string
  exploits?: string
  epss?: string
  /** Those that do not speak of today: their silence says something of what they could have known only. */
  outdated?: readonly ('kev' | 'exploits')[]
}

export interface DecisionContext {
  facts: VulnerabilityFacts
  asset: AssetContext
  knowledge: KnowledgeExtent
  /** The day of the decision; nothing later is used. */
  asOf: string
  /** It is how something is set up: what is known of that kind, instead of a vulnerability. */
  setting?: SettingFacts | undefined
  /** It is a tool's rule of which nothing is known, and no vulnerability: no catalogue could list it. */
  isRule?: boolean | undefined
}

/** A decision point's value key with how it is known. */
export interface Answer {
  value: string
  basis: Basis
  source: string
  at?: string
  /** One plain sentence. */
  text: string
}

/** Answers one decision point, or `undefined` when nothing is known: the table's safer branch is then assumed. */
export type AnswerPoint = (context: DecisionContext) => Answer | undefined
