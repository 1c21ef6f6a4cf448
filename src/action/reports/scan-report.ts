import type { CoverageRow, Match, Priority, RecordId } from '#core/vocabulary'

/** One finding as a report shows it. */
export interface ReportFinding {
  id: string
  vulnerabilityId: RecordId
  aliases: readonly RecordId[]
  title?: string
  component: ReportComponent
  match: Match
  priority: Priority
  /** Sort key: larger is more urgent. */
  rank: number
}

export interface ReportComponent {
  name: string
  version?: string
  purl?: string
  cpes: string[]
  ecosystem?: string
  location: string
  /** File it was seen in, relative to the target. */
  path?: string
}

/** What `lunette scan` found: the contract of `--json`. */
export interface ScanReport {
  /** Version of this shape. */
  schema: 'lunette-scan/1'
  target: string
  subject: { name: string; version?: string; kind: string }
  /** Which knowledge answered. */
  knowledge: { generation: string; builtAt: string; origin: 'index' | 'starter' | 'none' }
  scannedAt: string
  components: number
  /** Components nothing could be said about; the reasons are per ecosystem in `coverage`. */
  unknown: number
  coverage: CoverageRow[]
  findings: ReportFinding[]
  files: { read: number; refused: { path: string; reason: string }[] }
  dropped: { code: string; count: number; example: string }[]
}
