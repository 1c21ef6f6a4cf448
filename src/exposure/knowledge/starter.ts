import { readFileSync } from 'node:fs'
import { err, ok, problem, type Result } from '#core/kernel'
import type { EpssScore, ExploitSignal, KevStatement, KnowledgeReader, Statement } from '#core/vocabulary'
import { memoryReader } from './memory-reader.ts'

/** The built-in starter as it is kept: facts only, no text taken over from any source. Made by `tools/starter.ts`. */
export interface StarterFile {
  builtAt: string
  /** When each source was read, by source id. */
  asOf: Record<string, string>
  statements: Statement[]
  kev: KevStatement[]
  exploits: ExploitSignal[]
  epss: EpssScore[]
}

/** Knowledge of the sample organisation's vulnerabilities, shipped with the program; needs no network and no database. */
export function openStarter(): Result<KnowledgeReader> {
  const starter = readStarter()
  return starter.ok ? ok(starterReader(starter.value)) : starter
}

/**
 * A reader over a starter's content. It covers no ecosystem: what it does not name stays unknown, never clean. Of the
 * catalogues it holds CISA's whole, the others only for its own vulnerabilities.
 */
export function starterReader({ asOf, statements, ...signals }: StarterFile): KnowledgeReader {
  const reader = memoryReader(statements, { ...signals, asOf: new Map(Object.entries(asOf)) })
  return { ...reader, wholeSources: new Set(['kev/CISA']), coverage: () => undefined, coverages: () => [] }
}

/** The starter's content, e.g. to load it into a new database. */
export function readStarter(): Result<StarterFile> {
  try {
    return ok(JSON.parse(readFileSync(new URL('./starter/starter.json', import.meta.url), 'utf8')) as StarterFile)
  } catch (cause) {
    return err(problem('starter-missing', 'the built-in starter cannot be read; install Lunette again', cause))
  }
}
