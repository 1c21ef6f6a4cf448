import type { ReportFinding, ScanReport } from '#action/reports'
import type { KnowledgeReader, SourceId } from '#core/vocabulary'
import { decisionSources } from './assess.ts'

/** Which parts of the knowledge an answer does without. */
export function knowledgeBehind(
  knowledge: KnowledgeReader,
  findings: readonly ReportFinding[],
  origin: ScanReport['knowledge']['origin'],
): Pick<ScanReport['knowledge'], 'neverRead'> {
  const isRead = (source: SourceId) => origin === 'index' && knowledge.asOf?.(source) !== undefined
  // What the starter says in its own name has no publisher that could be read.
  return { neverRead: sourcesBehind(findings).filter((source) => source !== 'starter' && !isRead(source)) }
}

/** The sources that an answer with findings rests on; that nothing was found rests on what covers the components. */
function sourcesBehind(findings: readonly ReportFinding[]): SourceId[] {
  if (findings.length === 0) return []
  const matched = findings.flatMap(({ match }) => (match.method === 'reported' ? [] : match.source))
  return [...new Set([...decisionSources, ...matched.toSorted()])]
}
