import type {
  Affected,
  ExploitSignal,
  KevStatement,
  RecordId,
  SeverityStatement,
  SourceId,
  SsvcStatement,
  StatementState,
} from './advisory.ts'
import type { KnowledgeAge } from './currency.ts'

/**
 * The key knowledge is looked up by: `<ecosystem without release, lower case>/<normalised name>` for packages
 * (`npm/lodash`, `debian/openssl`), `cpe/<vendor>/<product>` for CPEs, `product/<vendor>/<product>` for CNA words.
 */
export type KnowledgeKey = string

/** One statement as far as one key is concerned: only the affected entries under that key. */
export interface KeyedStatement {
  source: SourceId
  recordId: RecordId
  /** The merged vulnerability's id; a distribution advisory that covers several CVEs lists each in `vulnerabilityIds`. */
  vulnerabilityIds: RecordId[]
  state: StatementState
  affected: Affected[]
  modified?: string
}

export interface EpssPoint {
  date: string
  /** Probability of exploitation activity in the next 30 days. */
  probability: number
  percentile?: number
}

/** What is known of one merged vulnerability beyond which software it affects. */
export interface VulnerabilityFacts {
  /** CVE id where there is one, else the smallest record id of the merge. */
  id: RecordId
  aliases: RecordId[]
  title?: string
  published?: string
  modified?: string
  /** True when every record is rejected or withdrawn. */
  retired: boolean
  severities: SeverityStatement[]
  cwes: string[]
  ssvc: SsvcStatement[]
  kev: KevStatement[]
  /** Newest score with its model, and the older points held (oldest first); `by`: whose report it is from, where it is not the feed's. */
  epss?: EpssPoint & { modelVersion: string; history: EpssPoint[]; by?: string }
  exploits: ExploitSignal[]
  records: { source: SourceId; recordId: RecordId }[]
}

/** What is loaded for one ecosystem (`npm`, `Debian:12`, `cpe`). */
export interface KnowledgeCoverage extends KnowledgeAge {
  ecosystem: string
  advisories: number
}

/** The port matching and prioritisation read knowledge through. Synchronous: it is backed by an index file or by memory. */
export interface KnowledgeReader {
  statements(key: KnowledgeKey): KeyedStatement[]
  vulnerability(id: RecordId): VulnerabilityFacts | undefined
  /** The EPSS of a vulnerability under its own id, where it can be told without the rest. */
  epss?(id: RecordId): VulnerabilityFacts['epss']
  /** What is loaded for an ecosystem given with or without release; `undefined` means no knowledge. */
  coverage(ecosystem: string): KnowledgeCoverage | undefined
  coverages(): KnowledgeCoverage[]
  /** As of when a source (`kev`, `epss`, `exploit-db`, …) speaks; `undefined`: never, so its silence proves nothing. */
  asOf?(source: SourceId): string | undefined
  /** The sources held whole where others are held in part, whose silence says nothing of what they do not name; absent: all are whole. */
  readonly wholeSources?: ReadonlySet<SourceId>
  /** Days after which what a source says is out of date; `undefined`: `DEFAULT_MAX_AGE_DAYS`. */
  maxAgeDays?(source: SourceId): number | undefined
  /** Changes whenever the knowledge behind the reader changes. */
  readonly generation: string
  /** When it was built. */
  readonly builtAt: string
}
