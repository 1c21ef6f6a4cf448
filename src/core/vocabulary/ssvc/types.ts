import type { Urgency } from '../priority.ts'

/** One value of a decision point. Values are ordered: later ones are more severe or more urgent. */
export interface DecisionValue {
  readonly key: string
  readonly name: string
  readonly definition?: string | undefined
  /** Of an outcome in a table of one's own: days to act. */
  readonly dueDays?: number | undefined
  /** Of an outcome in a table of one's own: which of our four words it is. */
  readonly urgency?: Urgency | undefined
}

export interface DecisionPoint {
  /** `<namespace>:<key>:<version>`, e.g. `cisa:KEV:1.0.0`. */
  readonly id: string
  readonly name: string
  readonly values: readonly DecisionValue[]
}

/** A complete decision table: every combination of values has one outcome. */
export interface DecisionTable {
  /** `<namespace>:<key>:<version>`, e.g. `cisa:DT_BOD2604:1.0.0`. */
  readonly id: string
  readonly name: string
  /** Where the table is published, or who wrote it. */
  readonly source?: string | undefined
  readonly points: readonly DecisionPoint[]
  /** The point whose values are the outcomes, least urgent first. */
  readonly outcome: DecisionPoint
  /** Outcome index per combination; the first point turns slowest. */
  readonly outcomes: Uint8Array
}

/** Chosen value keys by point id; a missing or unknown key means "not known". */
export type DecisionInputs = Readonly<Record<string, string | undefined>>

export interface Decision {
  /** The outcome, taking the most urgent branch where an input is not known. */
  readonly outcome: DecisionValue
  /** All outcomes that the known inputs leave open, least urgent first; one entry means the unknown ones do not matter. */
  readonly possible: readonly DecisionValue[]
  /** Value key used per point id, known or assumed. */
  readonly used: Readonly<Record<string, string>>
  /** Points whose value was not known: `used` holds the branch that leads to the most urgent outcome. */
  readonly assumed: readonly string[]
  /** Points of which another value alone would change the outcome. The outcome's basis is theirs. */
  readonly decisive: readonly string[]
}
