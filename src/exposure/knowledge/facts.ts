import { firstSentence } from '#core/kernel'
import type {
  ExploitSignal,
  KevStatement,
  RecordId,
  SeverityStatement,
  SourceId,
  SsvcStatement,
  Statement,
  StatementState,
  VulnerabilityFacts,
} from '#core/vocabulary'

/** What one statement says beyond the software it affects; stored as JSON beside it, empty parts left out. */
export interface StatementFacts {
  title?: string
  published?: string
  modified?: string
  severities?: SeverityStatement[]
  cwes?: string[]
  ssvc?: SsvcStatement[]
}

/** One record's part in a merged vulnerability. */
export interface FactsPart {
  source: SourceId
  recordId: RecordId
  state: StatementState
  facts: StatementFacts
  /** The record speaks about several vulnerabilities at once: its title and scores are the advisory's, not this one's. */
  shared?: boolean
}

/** Everything said of one merged vulnerability, as it was said. */
export interface FactsParts {
  id: RecordId
  aliases: RecordId[]
  parts: FactsPart[]
  kev: KevStatement[]
  exploits: ExploitSignal[]
}

const MAX_DERIVED_TITLE = 160

/** The facts of one statement; where it has no title the first sentence of its description stands in. */
export function factsOf(statement: Statement): StatementFacts {
  const title = statement.title ?? firstSentence(statement.description, MAX_DERIVED_TITLE)
  return {
    ...(title !== undefined && { title }),
    ...(statement.published !== undefined && { published: statement.published }),
    ...(statement.modified !== undefined && { modified: statement.modified }),
    ...(statement.severities.length > 0 && { severities: statement.severities }),
    ...(statement.cwes.length > 0 && { cwes: statement.cwes }),
    ...(statement.ssvc.length > 0 && { ssvc: statement.ssvc }),
  }
}

/** Puts the parts together without choosing between sources, except for the title and the outer dates. Order-free. */
export function assembleFacts({ id, aliases, parts, kev, exploits }: FactsParts): VulnerabilityFacts {
  const ordered = [...parts].sort(byTrust)
  const live = ordered.filter((part) => part.state === 'published')
  const speaking = (live.length > 0 ? live : ordered).filter((part) => !part.shared)
  // An override's text says why it was made, not what the vulnerability is.
  const titled = speaking.find((part) => part.facts.title !== undefined && part.source !== 'anchore')
  const title = titled?.facts.title
  const published = speaking.flatMap((part) => part.facts.published ?? []).sort()[0]
  const modified = ordered
    .flatMap((part) => part.facts.modified ?? [])
    .sort()
    .at(-1)
  return {
    id,
    aliases: [...aliases].sort(),
    ...(title !== undefined && { title }),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    retired: ordered.length > 0 && live.length === 0,
    severities: distinct(severitiesOf(speaking)),
    cwes: [...new Set(speaking.flatMap((part) => part.facts.cwes ?? []))].sort(),
    ssvc: distinct(speaking.flatMap((part) => part.facts.ssvc ?? [])),
    kev: [...kev].sort((a, b) => compare(a.asserter, b.asserter)),
    exploits: [...exploits].sort(bySignal),
    records: ordered.map(({ source, recordId }) => ({ source, recordId })),
  }
}

/** What came with the program scores only what no source that is read does. */
function severitiesOf(speaking: readonly FactsPart[]): SeverityStatement[] {
  const read = speaking.filter(({ source }) => source !== 'starter').flatMap((part) => part.facts.severities ?? [])
  return read.length > 0 ? read : speaking.flatMap((part) => part.facts.severities ?? [])
}

/** The CNA speaks first, then advisories of ecosystems and distributions, then NVD. */
function byTrust(a: FactsPart, b: FactsPart): number {
  return rankOf(a.source) - rankOf(b.source) || compare(a.recordId, b.recordId) || compare(a.source, b.source)
}

function rankOf(source: SourceId): number {
  if (source === 'cve') return 0
  return source === 'nvd' || source === 'anchore' ? 2 : 1
}

function bySignal(a: ExploitSignal, b: ExploitSignal): number {
  return compare(a.date ?? '9', b.date ?? '9') || compare(a.source, b.source) || compare(a.reference, b.reference)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function distinct<T>(values: T[]): T[] {
  if (values.length < 2) return values
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
