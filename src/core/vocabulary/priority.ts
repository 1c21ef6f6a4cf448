import type { Basis } from './asset.ts'

/** The four words and marks of the browser; every decision table maps its outcomes onto them. Most urgent first. */
export const urgencies = ['now', 'soon', 'scheduled', 'defer'] as const
export type Urgency = (typeof urgencies)[number]

/** One input of a decision with where it came from. */
export interface DecisionInput {
  /** Decision point id in the table, e.g. `exposure`, `kev`, `automatable`, `technical-impact`. */
  point: string
  /** Human name from the table, e.g. `Publicly exposed`. */
  label: string
  /** The chosen value's key and name. */
  value: string
  valueLabel: string
  basis: Basis
  /** True when another value of this input alone would change the outcome. */
  decisive: boolean
  source: string
  /** When the fact was stated or observed. */
  at?: string
  /** One plain sentence. */
  text: string
}

/** The outcome of a decision table for one (asset, vulnerability). */
export interface Priority {
  /** Table id and version, e.g. `cisa:BOD_26_04:1.0.0`. */
  table: string
  /** The table's name for people. */
  tableName?: string
  /** Outcome key and name in the table. */
  outcome: string
  outcomeLabel: string
  urgency: Urgency
  /** The weakest basis among the inputs that the outcome depended on. Assumed sorts below observed. */
  basis: Basis
  inputs: DecisionInput[]
  /** Days to act from when this priority was first reached; absent where the table sets none. */
  dueDays?: number
  /** Sort facts after the decision: exploitation evidence, EPSS, CVSS. */
  exploitation: 'active' | 'weaponised' | 'public poc' | 'none' | 'unknown'
  /** No catalogue of exploited vulnerabilities could say whether it is in there. */
  kevUnknown?: true
  epss?: {
    probability: number
    percentile?: number
    date: string
    modelVersion: string
    /** Whose report it is from, where it is not the feed's. */
    by?: string
    change30d?: number
    changeSince?: string
  }
  lev?: { probability: number; windows: number; windowsExpected: number }
  cvss?: { score: number; vector: string; version: string; by: string }
  /** The one reason that decided, in words, for the row. */
  why: string
}
