import type { CoverageRow, FixState, Match, Priority, RecordId, SourceId } from '#core/vocabulary'

/** One finding as a report shows it. */
export interface ReportFinding {
  id: string
  vulnerabilityId: RecordId
  aliases: readonly RecordId[]
  title?: string
  /** The one that speaks for the finding. */
  component: ReportComponent
  /** The same component in other versions that match at the same place. */
  others: OtherComponent[]
  match: Match
  /** Fixes it in every version that matches; `null`: for one of them none is known. */
  fixedVersion: string | null
  /** Of a version without a fix where there is one. */
  fixState: FixState
  priority: Priority
  /** Sort key: larger is more urgent. */
  rank: number
}

export interface OtherComponent extends Pick<ReportComponent, 'name' | 'version' | 'purl' | 'cpes'> {
  /** The version that fixes this one; `null`: none is known. */
  fixedVersion: string | null
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
  /** Files below the target that list it, where more than one was read. */
  files?: string[]
}

/** What `lunette scan` found: the contract of `--json`. */
export interface ScanReport {
  /** Version of this shape. */
  schema: 'lunette-scan/1'
  target: string
  subject: { name: string; version?: string; kind: string }
  knowledge: KnowledgeBehind
  scannedAt: string
  /** Components, each once, as an import records them. */
  components: number
  /** How many the files list: more where one is listed again. */
  listed: number
  /** Components nothing could be said about; the reasons are per ecosystem in `coverage`. */
  unknown: number
  coverage: CoverageRow[]
  findings: ReportFinding[]
  files: { read: number; refused: { path: string; reason: string }[] }
  /** Records of files that were read, but could not be: each may have been a component. `words`: the same in a sentence. */
  dropped: { code: string; count: number; example: string; words?: string }[]
  /** Files that do not list everything they stand for: direct dependencies only, or a run that broke off. */
  incomplete: { path: string; reason: string }[]
}

/** Which knowledge answered. */
export interface KnowledgeBehind {
  generation: string
  /** When it was put together, which says nothing of its age. */
  builtAt: string
  /** The oldest of what the answer rests on, a source or an ecosystem's advisories; `null`: nothing it rests on is dated. */
  oldest: { of: string; asOf: string } | null
  origin: 'index' | 'starter' | 'none'
  /** Sources the answer would rest on that were never read: of what they say only the starter's part is known. */
  neverRead: SourceId[]
}

/** What a scan could not look at, in one line each, most telling first; empty where the whole target was read. */
export function blindSpots({ files, dropped, incomplete }: ScanReport): string[] {
  return [
    ...files.refused.map(({ path, reason }) => `not read: ${path}: ${reason}`),
    ...dropped.map(({ code, count, example, words }) => words ?? `left out: ${count} (${code}), e.g. ${example}`),
    ...incomplete.map(({ path, reason }) => `not all there: ${path}: ${reason}`),
  ]
}

/**
 * True when that nothing more was found proves nothing: components that could not be judged, input that was refused,
 * damaged or says that it is not everything, or no component at all (a generator that ran in the wrong folder).
 */
export function isUncertain(report: ScanReport): boolean {
  return report.unknown > 0 || report.components === 0 || blindSpots(report).length > 0
}
