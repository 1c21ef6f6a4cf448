import type { EpssScore, ExploitSignal, KevStatement, Statement, TechniqueCatalogue } from '#core/vocabulary'
import type { FeedSink } from './contract.ts'

/** A sink that keeps everything in memory and holds callers to the contract: a source is opened before it is used. */
export interface MemorySink extends FeedSink {
  statements: Statement[]
  kev: KevStatement[]
  exploits: ExploitSignal[]
  scores: EpssScore[]
  fingerprints: Map<string, { content: Buffer; rules: number }>
  catalogues: TechniqueCatalogue[]
  /** The newest day an exploit index or a catalogue was said to hold. */
  newest?: string | undefined
}

export function memorySink(): MemorySink {
  const opened = new Set<string>()
  const mustBeOpen = (source: string) => {
    if (!opened.has(source)) throw new Error(`${source} was not opened`)
  }
  const sink: MemorySink = {
    statements: [],
    kev: [],
    exploits: [],
    scores: [],
    fingerprints: new Map(),
    catalogues: [],
    open: async (source) => {
      opened.add(source)
    },
    meets: (source) => {
      mustBeOpen(source)
      return false
    },
    put: (statement) => {
      mustBeOpen(statement.source)
      sink.statements.push(statement)
      return undefined
    },
    remove: async () => {},
    replaceKev: async (_asserter, statements) => {
      sink.kev.push(...statements)
    },
    replaceExploits: async (_source, signals, newest) => {
      sink.newest = newest
      sink.exploits.push(...signals)
    },
    keepFingerprints: async (id, content, rules) => {
      sink.fingerprints.set(id, { content, rules })
    },
    keepCatalogue: async (catalogue, newest) => {
      sink.newest = newest
      sink.catalogues.push(catalogue)
    },
    epssDay: async (batches) => {
      const day: EpssScore[] = []
      for await (const scores of batches) day.push(...scores)
      sink.scores.push(...day)
    },
  }
  return sink
}
