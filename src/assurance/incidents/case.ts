import type { BarrierOutcome, CaseChangeKind, CaseKind } from '#core/vocabulary'

/** A case as it stands. Times are ISO 8601; what is not known is null. */
export interface AssuranceCase {
  id: string
  kind: CaseKind
  title: string
  summary: string
  pattern: string | null
  system: string | null
  occurredFrom: string | null
  occurredTo: string | null
  detectedAt: string | null
  containedAt: string | null
  reportedAt: string
  reportedBy: string
  state: 'open' | 'closed'
  closedAt: string | null
  closedBy: string | null
  reopenedWhy: string | null
  barriers: CaseBarrier[]
  changes: CaseChange[]
}

/** What a control did in a case. */
export interface CaseBarrier {
  controlId: string
  outcome: BarrierOutcome
  note: string | null
}

/** What was changed because of a case. */
export interface CaseChange {
  id: string
  controlId: string
  kind: CaseChangeKind
  what: string
  /** When it took effect. */
  madeAt: string
  madeBy: string
  /** Key of the evaluation's case that failed before and passes after. */
  regressionKey: string | null
  owner: string | null
  /** `YYYY-MM-DD` */
  nextReview: string | null
  /** Of an exception: its last day. */
  until: string | null
}
