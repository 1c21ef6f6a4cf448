import type {
  BarrierOutcome,
  CaseChangeKind,
  CaseKind,
  CaseLinkKind,
  CaseOrigin,
  CaseRole,
  CaseStep,
} from '#core/vocabulary'

/** A case as it stands. Times are ISO 8601; what is not known is null. */
export interface AssuranceCase {
  id: string
  kind: CaseKind
  /** What it was taken for before, oldest first. */
  kinds: CaseKindChange[]
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
  origin: CaseOrigin
  /** Read by owners and by whoever reported it. */
  confidential: boolean
  /** Who leads the work. */
  lead: string | null
  /** The lead is nobody of the workspace: an account of that name, made later, reads nothing by it. */
  leadOutside: boolean
  /** Who does what else in it. */
  roles: CaseRoleOf[]
  /** How whoever reported it can be reached. */
  contact: string | null
  state: 'open' | 'closed'
  closedAt: string | null
  closedBy: string | null
  reopenedWhy: string | null
  /** When it happened once more after it was closed, last. */
  recurredAt: string | null
  barriers: CaseBarrier[]
  changes: CaseChange[]
  moments: CaseMoment[]
  links: CaseLink[]
  /** Ids of techniques in catalogues. */
  techniques: string[]
}

/** Somebody's role in a case; outside: nobody of the workspace, whose name opens nothing here. */
export interface CaseRoleOf {
  role: CaseRole
  person: string
  outside: boolean
}

/** That a case was taken for something else before. */
export interface CaseKindChange {
  was: CaseKind
  at: string
  by: string
  /** Of what was made less grave always given. */
  why: string | null
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
  /** Of a change to a playbook: which one, and the version that came of it. */
  playbook: { id: string; version: number } | null
  /** It stays in the case and closes nothing any more. */
  withdrawn: { at: string; by: string; why: string } | null
}

/** When something happened, as exactly as it is known: both bounds the same, a range, one of them, or neither. */
export interface CaseMoment {
  id: string
  /** Null: something that no figure is made of. */
  step: CaseStep | null
  what: string
  earliest: string | null
  latest: string | null
  /** Somebody's guess, however exact it looks. */
  estimated: boolean
  saidBy: string
}

/** What a case hangs together with. */
export interface CaseLink {
  kind: CaseLinkKind
  target: string
  note: string | null
}
