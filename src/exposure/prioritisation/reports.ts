import { type ReportedFacts, reporterName, type VulnerabilityFacts } from '#core/vocabulary'
import { joinedFacts } from '#exposure/inventory'
import type { DecisionContext, KnowledgeExtent } from './inputs/index.ts'
import { scoreOfWord } from './stated.ts'

/** What one tool's report states of a vulnerability. */
export interface ReportedBy {
  tool: string
  facts: ReportedFacts
}

type Known = Pick<DecisionContext, 'facts' | 'knowledge'>

/** `score`: what stands for CVSS in the order, from a tool's word. */
type Heard = Known & { score?: number | undefined }

/**
 * What is known of a vulnerability, with what reports state of it where our own knowledge is silent, each named as theirs.
 * Our own sources come first, fact by fact: scores give way to scores, a listing to a catalogue that speaks of today. A
 * report's catalogue is a copy of some day, so that its silence is heard as that of one out of date (ADR 7).
 */
export function withReports(known: Known, reports: readonly ReportedBy[]): Heard {
  if (reports.length === 0) return known
  const said = joinedFacts(reports.map(namedFacts))
  const { facts, knowledge } = known
  const epss = facts.epss ?? epssOf(said, reports)
  const published = facts.published ?? said.published
  return {
    facts: {
      ...facts,
      ...(published && { published }),
      ...(epss && { epss }),
      severities: facts.severities.length > 0 ? facts.severities : (said.severities ?? []),
      kev: facts.kev.length > 0 || isKevCurrent(knowledge) ? facts.kev : kevOf(facts.id, reports),
    },
    knowledge: extentWith(knowledge, said, reports),
    score: said.severity && scoreOfWord[said.severity],
  }
}

/** Who scored, and in whose report: `nvd via Trivy`. */
function namedFacts({ tool, facts }: ReportedBy): ReportedFacts {
  if (!facts.severities) return facts
  const name = reporterName(tool)
  return {
    ...facts,
    severities: facts.severities.map((one) => ({ ...one, by: one.by ? `${one.by} via ${name}` : name })),
  }
}

function epssOf({ epss }: ReportedFacts, reports: readonly ReportedBy[]): VulnerabilityFacts['epss'] {
  if (!epss) return undefined
  const tools = toolsThat(reports, ({ epss: one }) => one?.date === epss.date && one.probability === epss.probability)
  return { ...epss, modelVersion: 'unknown', history: [], by: tools }
}

function kevOf(cve: string, reports: readonly ReportedBy[]): VulnerabilityFacts['kev'] {
  const listed = reports.flatMap(({ tool, facts }) =>
    facts.kev ? [{ asserter: `CISA via ${reporterName(tool)}`, cve, ...facts.kev }] : [],
  )
  // The last of a name is kept: the earliest.
  const ordered = listed.toSorted((a, b) => (entryOf(a) < entryOf(b) ? 1 : -1))
  return [...new Map(ordered.map((entry) => [entry.asserter, entry])).values()].toReversed()
}

function entryOf({ dateAdded, asserter, ransomware }: VulnerabilityFacts['kev'][number]): string {
  return `${dateAdded} ${asserter} ${ransomware}`
}

function isKevCurrent({ kev, outdated = [] }: KnowledgeExtent): boolean {
  return kev !== undefined && !outdated.includes('kev')
}

/** The report's day of the catalogue, where we have none or one of an earlier day. */
function extentWith(
  knowledge: KnowledgeExtent,
  { notInKev }: ReportedFacts,
  reports: readonly ReportedBy[],
): KnowledgeExtent {
  if (notInKev === undefined || isKevCurrent(knowledge) || notInKev <= (knowledge.kev ?? '')) return knowledge
  const outdated = [...new Set([...(knowledge.outdated ?? []), 'kev' as const])]
  const tools = toolsThat(reports, (facts) => facts.notInKev === notInKev)
  return { ...knowledge, kev: notInKev, kevBy: `CISA via ${tools}`, outdated }
}

function toolsThat(reports: readonly ReportedBy[], say: (facts: ReportedFacts) => boolean): string {
  const tools = reports.filter(({ facts }) => say(facts)).map(({ tool }) => reporterName(tool))
  return [...new Set(tools)].sort().join(', ')
}
