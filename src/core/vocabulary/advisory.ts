import type { Day, Instant, Probability } from '#core/kernel'
import type { Interval, SchemeId } from '#core/versions'

/** A feed's id, with its part where it has parts: `cve`, `nvd`, `osv:Debian`, `anchore`, `rubysec`. */
export type SourceId = string
/** A record's own id in its source: `CVE-2021-44228`, `GHSA-…`, `DSA-5020-1`. */
export type RecordId = string

export type StatementState = 'published' | 'rejected' | 'withdrawn'

/** What one source says about one vulnerability in one record, normalised. Never merged with another source's words. */
export interface Statement {
  source: SourceId
  recordId: RecordId
  state: StatementState
  published?: Instant
  modified?: Instant
  withdrawn?: Instant
  /** Ids the source declares to be the same vulnerability. The only ground for merging. */
  aliases: RecordId[]
  /** Ids the source declares to be connected; never merged. Distribution advisories name their CVEs here or in `upstream`. */
  related: RecordId[]
  /** At most 300 characters. */
  title?: string
  /** Plain text, at most 2,000 characters. */
  description?: string
  severities: SeverityStatement[]
  cwes: string[]
  ssvc: SsvcStatement[]
  affected: Affected[]
  references: Reference[]
}

export interface Reference {
  url: string
  type?: string
}

/** One CVSS vector with who scored it. `score` is computed from the vector when the source gives none. */
export interface SeverityStatement {
  version: '2.0' | '3.0' | '3.1' | '4.0'
  vector: string
  score?: number
  /** Who scored it: `nvd@nist.gov`, `CISA-ADP`, a CNA's short name. */
  by: string
}

/** SSVC decision points as one party (CISA's ADP container) states them. */
export interface SsvcStatement {
  by: string
  at?: Instant
  exploitation?: 'none' | 'public poc' | 'active'
  automatable?: 'yes' | 'no'
  technicalImpact?: 'partial' | 'total'
}

/** `package`: named in an ecosystem. `cpe`: an NVD-shaped configuration. `product`: vendor and product words only. */
export type Affected = AffectedPackage | AffectedCpe | AffectedProduct

/** What a source says of the named versions. `unaffected` entries carve versions out of `affected` ones of the same statement. */
export type AffectedStatus = 'affected' | 'unaffected' | 'unknown'

/** What the source says of a fix for the named package. */
export type FixState = 'fixed' | 'not-fixed' | 'wont-fix' | 'end-of-life' | 'unknown'

export interface AffectedPackage {
  kind: 'package'
  /** OSV ecosystem with its release where it has one: `npm`, `Debian:12`, `Alpine:v3.18`, `Red Hat:enterprise_linux:8::appstream`. */
  ecosystem: string
  /** Name as normalised by `normalisePackageName`. */
  name: string
  scheme: SchemeId
  intervals: Interval[]
  versions?: string[]
  status: AffectedStatus
  fixState?: FixState
  /** Who says it within the record, where it is not the source: a CNA's short name, `CISA-ADP`. */
  by?: string
  /** rpm modularity label (`httpd:2.4`), or `''` for explicitly non-modular packages. */
  module?: string
  /** CPEs the source attaches to this package, as hints only. */
  cpes?: string[]
  /** Ecosystem-specific facts worth showing, e.g. the Go symbols that are affected. */
  symbols?: string[]
  platforms?: string[]
}

/** A configuration as NVD writes it: all nodes combined by `operator`. Several in one statement are alternatives. */
export interface AffectedCpe {
  kind: 'cpe'
  operator: 'AND' | 'OR'
  negate?: true
  nodes: CpeNode[]
  by?: string
  /** Stated by the CVE's own numbering authority; left out: by an analyst (NVD, an ADP). */
  container?: 'cna'
}

export interface CpeNode {
  operator: 'AND' | 'OR'
  negate?: true
  matches: CpeMatch[]
}

/** One criteria: a CPE 2.3 name pattern with optional bounds on its version. `vulnerable: false` marks a platform to run on. */
export interface CpeMatch {
  /** CPE 2.3 formatted string. */
  cpe: string
  vulnerable: boolean
  min?: string
  minExclusive?: true
  max?: string
  maxInclusive?: true
}

export interface AffectedProduct {
  kind: 'product'
  vendor: string
  product: string
  scheme: SchemeId
  intervals: Interval[]
  versions?: string[]
  status: AffectedStatus
  /** What the source says of every version it does not list; left out, as in the CVE record format: nothing. */
  defaultStatus?: 'unaffected'
  by?: string
  /** Stated by the CVE's own numbering authority; left out: by an ADP. */
  container?: 'cna'
  /** CPEs that name the product, in place of its words. */
  cpes?: string[]
  platforms?: string[]
}

/** One asserter's statement that a vulnerability is exploited in the wild. */
export interface KevStatement {
  /** `CISA`, or another catalogue's name. */
  asserter: string
  cve: RecordId
  dateAdded: Day
  dueDate?: Day
  ransomware: 'known' | 'unknown'
  name?: string
  requiredAction?: string
}

/** EPSS: probability of exploitation activity in the next 30 days, as of `date`. */
export interface EpssScore {
  cve: RecordId
  probability: Probability
  percentile: Probability
  date: Day
  modelVersion: string
}

/** Kinds of dated exploit facts. `module`: a weaponised exploit; `exploit`: published code; `poc`: a proof of concept somewhere; `template`: a scanner check; `ransomware`: used by a ransomware group. */
export type ExploitSignalKind = 'module' | 'exploit' | 'poc' | 'template' | 'ransomware'

export interface ExploitSignal {
  kind: ExploitSignalKind
  cve: RecordId
  /** `metasploit`, `exploit-db`, `nuclei`, `trickest`, … */
  source: string
  /** Id in the source: module path, EDB number, template path. */
  reference: string
  /** First known day; absent where the source's date is only its own bulk import. */
  date?: Day
}
