import { canonicalJson, digestOf } from '#core/kernel'
import type {
  EpssPoint,
  EpssScore,
  KeyedStatement,
  KnowledgeKey,
  KnowledgeReader,
  RecordId,
  Statement,
  VulnerabilityFacts,
} from '#core/vocabulary'
import { mergeStatements } from './build.ts'
import { CoverageCounter, CoverageTable } from './coverage.ts'
import { assembleFacts, type FactsParts, factsOf } from './facts.ts'
import { affectedByKey } from './keys.ts'
import { type Merge, vulnerabilitiesOf } from './merge.ts'
import type { Signals } from './signals.ts'

/** A reader over statements and signals held in memory, for small knowledge and tests; answers as an index file does. */
export function memoryReader(statements: Iterable<Statement>, signals: Signals = {}): KnowledgeReader {
  const held = [...statements].sort(bySourceAndRecord)
  const merge = mergeStatements(held)
  const keyed = keyedStatements(held, merge)
  const facts = factsById(held, signals, merge)
  const byAlias = new Map([...merge.aliases].flatMap(([id, aliases]) => aliases.map((alias) => [alias, id])))
  const coverage = coverageTable(held, signals)
  const content = {
    held,
    kev: [...(signals.kev ?? [])],
    epss: [...(signals.epss ?? [])],
    exploits: [...(signals.exploits ?? [])],
  }
  return {
    statements: (key) => keyed.get(key) ?? [],
    vulnerability: (id) => facts.get(id) ?? facts.get(byAlias.get(id) ?? id),
    coverage: (ecosystem) => coverage.of(ecosystem),
    coverages: () => [...coverage.rows],
    asOf: (source) => signals.asOf?.get(source),
    generation: digestOf(canonicalJson(content)),
    builtAt: signals.builtAt ?? '1970-01-01T00:00:00.000Z',
  }
}

function bySourceAndRecord(a: Statement, b: Statement): number {
  return a.source === b.source ? (a.recordId < b.recordId ? -1 : 1) : a.source < b.source ? -1 : 1
}

function keyedStatements(held: readonly Statement[], merge: Merge): Map<KnowledgeKey, KeyedStatement[]> {
  const keyed = new Map<KnowledgeKey, KeyedStatement[]>()
  for (const { source, recordId, state, modified, affected } of held) {
    for (const [key, entries] of affectedByKey(affected)) {
      const vulnerabilityIds = [...vulnerabilitiesOf(merge, recordId)]
      const statement = { source, recordId, vulnerabilityIds, state, affected: entries, ...(modified && { modified }) }
      keyed.set(key, [...(keyed.get(key) ?? []), statement])
    }
  }
  return keyed
}

function factsById(held: readonly Statement[], signals: Signals, merge: Merge): Map<RecordId, VulnerabilityFacts> {
  const byId = new Map<RecordId, FactsParts>()
  const partsOf = (id: RecordId): FactsParts => {
    const known = byId.get(id) ?? { id, aliases: [...(merge.aliases.get(id) ?? [])], parts: [], kev: [], exploits: [] }
    byId.set(id, known)
    return known
  }
  for (const statement of held) {
    const ids = vulnerabilitiesOf(merge, statement.recordId)
    const { source, recordId, state } = statement
    const part = { source, recordId, state, facts: factsOf(statement), shared: ids.length > 1 }
    for (const id of ids) partsOf(id).parts.push(part)
  }
  for (const statement of signals.kev ?? []) partsOf(statement.cve).kev.push(statement)
  for (const signal of signals.exploits ?? []) partsOf(signal.cve).exploits.push(signal)
  const scores = Map.groupBy(signals.epss ?? [], (score) => score.cve)
  for (const cve of scores.keys()) partsOf(cve)
  return new Map([...byId].map(([id, parts]) => [id, withEpss(assembleFacts(parts), scores.get(id) ?? [])]))
}

function withEpss(facts: VulnerabilityFacts, scores: readonly EpssScore[]): VulnerabilityFacts {
  const ordered = [...scores].sort((a, b) => (a.date < b.date ? -1 : 1))
  const newest = ordered.pop()
  if (!newest) return facts
  const { date, probability, percentile, modelVersion } = newest
  const history: EpssPoint[] = ordered.map((score) => ({ date: score.date, probability: score.probability }))
  return { ...facts, epss: { date, probability, percentile, modelVersion, history } }
}

function coverageTable(held: readonly Statement[], signals: Signals): CoverageTable {
  const counter = new CoverageCounter()
  for (const { source, state, affected } of held) if (state === 'published') counter.add(source, affected)
  return new CoverageTable(counter.rows(signals.asOf ?? new Map()))
}
