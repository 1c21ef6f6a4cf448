import type { AssuranceCase } from '../case.ts'
import type { ObligationRule } from '../obligations/index.ts'

/** What an export is made of. */
export interface ExportedCase {
  case: AssuranceCase
  /** The AI system it is of, where the register knows it. */
  system:
    | {
        name: string
        purpose: string
        role: string
        autonomy: string
        oversight: string | null
        dataClasses: readonly string[]
        parts: readonly { kind: string; name: string; version: string | null; vendor: string | null }[]
      }
    | undefined
  /** How its controls are called; one that is not named goes by its id. */
  names: ReadonlyMap<string, string>
  /** Ids of its changes that are proven. */
  proven: ReadonlySet<string>
  clocks: readonly ExportedClock[]
  now: string
}

/** A duty to report with its clock: what nobody judged is proposed, and no more. */
export interface ExportedClock {
  rule: Pick<
    ObligationRule,
    'id' | 'name' | 'source' | 'recipient' | 'role' | 'trigger' | 'verifiedOn' | 'verifiedBy' | 'note'
  >
  state: 'unsaid' | 'open' | 'filed' | 'not-applicable'
  /** Who judged whether it applies, and what they said of it. */
  saidBy: string | null
  note: string | null
  due: string
  startedAt: string
  filedAt: string | null
}
