import type { KnowledgeBehind, ReportFinding } from '#action/reports'
import type { CoverageRow, KnowledgeReader, SourceId } from '#core/vocabulary'
import { decisionSources } from './assess.ts'

interface Answer {
  origin: KnowledgeBehind['origin']
  findings: readonly ReportFinding[]
  coverage: readonly CoverageRow[]
}

/** Which knowledge an answer rests on: when it was put together, how old the oldest part of it is, what is missing. */
export function knowledgeBehind(knowledge: KnowledgeReader, { origin, findings, coverage }: Answer): KnowledgeBehind {
  const sources = sourcesBehind(findings)
  const isRead = (source: SourceId) => origin === 'index' && knowledge.asOf?.(source) !== undefined
  const parts = [
    ...coverage.filter(isReliedOn).map(({ ecosystem, asOf }) => ({ of: ecosystem, asOf })),
    ...sources.map((source) => ({ of: source, asOf: knowledge.asOf?.(source) })),
  ]
  return {
    generation: knowledge.generation,
    builtAt: knowledge.builtAt,
    oldest: oldestOf(parts),
    origin,
    // What the starter says in its own name has no publisher that could be read.
    neverRead: sources.filter((source) => source !== 'starter' && !isRead(source)),
  }
}

/** True for knowledge by which components were judged, be it out of date. */
function isReliedOn({ covered, unknown }: CoverageRow): boolean {
  return covered + unknown.stale > 0
}

/** The sources that an answer with findings rests on; that nothing was found rests on what covers the components. */
function sourcesBehind(findings: readonly ReportFinding[]): SourceId[] {
  if (findings.length === 0) return []
  const matched = findings.flatMap(({ match }) => (match.method === 'reported' ? [] : match.source))
  return [...new Set([...decisionSources, ...matched.toSorted()])]
}

function oldestOf(parts: readonly { of: string; asOf: string | undefined }[]): KnowledgeBehind['oldest'] {
  const dated = parts.flatMap(({ of, asOf }) => (asOf === undefined ? [] : { of, asOf }))
  return dated.toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1))[0] ?? null
}
