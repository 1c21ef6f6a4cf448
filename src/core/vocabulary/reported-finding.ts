import type { KevStatement, SeverityStatement } from './advisory.ts'
import type { Component } from './component.ts'
import type { CvssSeverity } from './cvss/index.ts'
import type { EpssPoint } from './knowledge.ts'

/**
 * What is wrong, by kind: a known vulnerability, a configuration, a secret, a licence, code, something reachable, a safeguard
 * whose evaluation fails.
 */
export type ReportedKind =
  | 'vulnerability'
  | 'misconfiguration'
  | 'secret'
  | 'licence'
  | 'weakness'
  | 'exposure'
  | 'evaluation-failure'

/** What the reporting tool itself says of its finding's state; a tool's own suppression is its word, not ours. */
export type ReportedState = 'open' | 'suppressed' | 'fixed'

/** Where a tool saw it. What it did not say is absent. */
export interface ReportedPlace {
  /** Path in the scanned tree, image or repository. */
  path?: string
  /** First line, from 1. */
  line?: number
  url?: string
  /** Host name or address, with port and protocol where something listens. */
  host?: string
  port?: number
  protocol?: string
}

/** What a report states of a vulnerability itself, wherever it is found. What it did not say is absent. */
export interface ReportedFacts {
  /** A day by which it was known. */
  published?: string
  /** `by`: whom the report names; empty where it names nobody. */
  severities?: SeverityStatement[]
  epss?: EpssPoint
  /** The tool's word on the scale of CVSS. */
  severity?: CvssSeverity
  /** The tool's copy of CISA's catalogue lists it. */
  kev?: Pick<KevStatement, 'dateAdded' | 'ransomware'>
  /** The day of the tool's copy of that catalogue where it holds one and does not list it. */
  notInKev?: string
}

/** Everything one report says of one vulnerability, each time it names it put together. */
export interface ReportedWords {
  /** Whose word it is: the importer's id, or the tool's name. */
  tool: string
  /** The CVE id where the report names one, else the tool's own; then what else it is called there. */
  ids: string[]
  title?: string
  /** Plain text, at most 2,000 characters. */
  description?: string
  references: string[]
  facts: ReportedFacts
}

/** The part of it that decides. */
export type ReportedFactsOf = Pick<ReportedWords, 'tool' | 'ids' | 'title' | 'facts'>

/** A finding as another tool's report states it. */
export interface ReportedFinding {
  /** Where it stands in the report: a JSON pointer, a line. Stable within one file only. */
  ref: string
  kind: ReportedKind
  /** The tool's own id of what it checks for: `CVE-2021-44228`, `DS002`, `http-missing-security-headers`. */
  ruleId: string
  /** What tells it from other findings of the rule at the same place: a matcher's name. */
  aspect?: string
  title: string
  description?: string
  /** The tool's word, on the scale of CVSS; `undefined`: it said nothing that has a place there. */
  severity?: CvssSeverity
  /** The tool's own word where it is another: `note`, `negligible`. */
  severityWord?: string
  /** What the report states of the vulnerability itself, by which it can be decided. */
  facts?: ReportedFacts
  /** CVE, GHSA and other advisory ids, the most specific first. */
  vulnerabilityIds: string[]
  /** `CWE-79`, … */
  cwes: string[]
  /** The software it is in; its `ref` is unique within the report. */
  component?: Component
  fixedVersions: string[]
  place: ReportedPlace
  state: ReportedState
  /** Why the tool suppresses it, in its words. */
  stateReason?: string
  references: string[]
  /** How to mend it, in the tool's words. */
  remedy?: string
  /** A digest of the tool's own fingerprints of what it saw: stays when lines shift. */
  fingerprint?: string
}

/** A vulnerability that another tool reports in a component: a witness beside what our own sources say. */
export interface ReportedVulnerability {
  /** Whose word it is: the importer's id. */
  tool: string
  /** `ref` of the component within its import; the component's id once it is stored. */
  componentRef: string
  /** The tool's own id first, then others of the same vulnerability. */
  ids: string[]
  title: string
  /** The tool's own word. */
  severity?: string
  fixedVersions: string[]
  state: ReportedState
  stateReason?: string
}

/**
 * What another tool says is wrong with an asset itself, beside vulnerabilities of components. Identity: kind, tool and rule
 * (of a vulnerability: its id) and location; lines are no part of it, since code moves.
 */
export interface StatedFinding {
  kind: ReportedKind
  /** Whose word it is: the tool's name. */
  tool: string
  ruleId: string
  /** Path, address or port on the asset, with what tells it from others of the rule there. */
  location: string
  title: string
  description?: string
  severity?: CvssSeverity
  /** The tool's own word where it is another. */
  severityWord?: string
  vulnerabilityIds: string[]
  cwes: string[]
  /** The software it is about, where the tool names one. */
  software?: { name: string; version?: string }
  /** Lines of the file, in order. */
  lines: number[]
  state: ReportedState
  stateReason?: string
  references: string[]
  remedy?: string
  /** The tool's own of each thing it saw there; absent where it gives none. */
  fingerprints?: string[] | undefined
}

/** A finding as a tool states it, with when its reports state it first and last. */
export interface SeenStated extends StatedFinding {
  firstSeen: string
  lastSeen: string
}
