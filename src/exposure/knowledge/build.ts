import type { Statement } from '#core/vocabulary'
import { compactAffected } from './compact.ts'
import { compactFacts } from './compact-facts.ts'
import { CoverageCounter } from './coverage.ts'
import { coveredBy } from './covers.ts'
import { factsOf } from './facts.ts'
import type { IndexHeader } from './index-file/format.ts'
import { IndexWriter } from './index-file/writer.ts'
import { affectedByKey } from './keys.ts'
import { type Merge, mergeByAlias, vulnerabilitiesOf } from './merge.ts'
import { epssColumns, type Signals } from './signals.ts'

/** Merges statements held in memory by their aliases. */
export function mergeStatements(statements: Iterable<Statement>): Merge {
  const records = Iterator.from(statements).map((statement) => ({
    recordId: statement.recordId,
    aliases: statement.aliases,
    covers: coveredBy(statement),
    live: statement.state === 'published',
  }))
  return mergeByAlias(records)
}

/**
 * Writes the index of statements and signals held in memory to `path` (atomically). For the starter, tests and
 * benches; the database's whole knowledge is written by `writeIndex`.
 */
export function buildIndex(statements: Iterable<Statement>, signals: Signals, path: string): IndexHeader {
  const held = [...statements]
  const merge = mergeStatements(held)
  const writer = new IndexWriter(path)
  const counter = new CoverageCounter()
  for (const statement of held) {
    if (statement.state === 'published') counter.add(statement.source, statement.affected)
    const head = { ...statement, vulnerabilityIds: vulnerabilitiesOf(merge, statement.recordId) }
    const byKey = affectedByKey(statement.affected)
    writer.addStatement(
      head,
      JSON.stringify(compactFacts(factsOf(statement))),
      [...byKey].map(([key, entries]) => [key, JSON.stringify(compactAffected(entries))]),
    )
  }
  for (const statement of signals.kev ?? []) writer.addKev(statement.cve, statement)
  for (const signal of signals.exploits ?? []) writer.addExploit(signal.cve, signal)
  const asOf = signals.asOf ?? new Map<string, string>()
  return writer.finish({
    builtAt: signals.builtAt ?? '1970-01-01T00:00:00.000Z',
    coverages: counter.rows(asOf),
    asOf,
    epss: epssColumns(signals.epss ?? []),
    aliases: merge.aliases,
  })
}
