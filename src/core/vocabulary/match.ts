import type { FixState, RecordId, SourceId } from './advisory.ts'
import type { KnowledgeAge } from './currency.ts'

/** `unknown`: evidence is missing, nothing is claimed. */
export const verdicts = ['affected', 'likely-affected', 'likely-fixed', 'not-affected', 'unknown'] as const
export type Verdict = (typeof verdicts)[number]

/** How the component met the statement, strongest first: the order of trust. */
export const matchMethods = ['distribution', 'ecosystem', 'cna', 'cpe', 'product'] as const
export type MatchMethod = (typeof matchMethods)[number]

/** One step of the why-trail, in order: evidence, statement, range, rule, … */
export interface Reason {
  /** Stable: `component-evidence`, `statement`, `range-inside`, `range-outside`, `distro-overrides`, `vex`, `cpe-platform`, `backport`, `unparsable-version`, … */
  code: string
  /** One plain sentence. */
  text: string
  source?: SourceId
  recordId?: RecordId
}

/** Component × vulnerability, with the trail of reasons. */
export interface Match {
  /** `ref` of the component within its import. */
  componentRef: string
  /** The merged vulnerability's id (CVE where there is one). */
  vulnerabilityId: RecordId
  /** The record that decided, and all that took part. */
  recordId: RecordId
  source: SourceId
  records: { source: SourceId; recordId: RecordId }[]
  verdict: Verdict
  /** `reported`: our own sources do not say it, another tool's report does. */
  method: MatchMethod | 'reported'
  /** Lowest versions that end the affected ranges the component is in, nearest first. */
  fixedVersions: string[]
  fixState: FixState
  reasons: Reason[]
}

/** How much of an inventory the loaded knowledge can speak about, per ecosystem. */
export interface CoverageRow extends KnowledgeAge {
  /** `npm`, `Debian:12`, … or `(no ecosystem)`. */
  ecosystem: string
  components: number
  /** Components for which knowledge is loaded. */
  covered: number
  /**
   * `noKnowledge`: nothing loaded for the ecosystem. `stale`: what is loaded is too old to count.
   * `noVersion`, `noIdentity`: the component says too little.
   */
  unknown: { noKnowledge: number; stale: number; noVersion: number; noIdentity: number }
  advisories: number
  /** The distribution publishes fixes only: that nothing is found of an unfixed vulnerability proves nothing. */
  fixesOnly?: true
}
