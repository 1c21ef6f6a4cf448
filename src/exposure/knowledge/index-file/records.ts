import type { ExploitSignal, KevStatement, KeyedStatement, RecordId, StatementState } from '#core/vocabulary'
import { type CompactAffected, expandAffected } from '../compact.ts'
import type { FactsParts, StatementFacts } from '../facts.ts'

/** One statement under one key as stored: `0` stands for "its own id", "published" and "no date". */
export type StoredStatement = [
  source: string,
  recordId: RecordId,
  vulnerabilityIds: readonly RecordId[] | 0,
  state: StatementState | 0,
  modified: string | 0,
  affected: CompactAffected[],
]
export type StoredKey = [key: string, statements: StoredStatement[]]

type StoredPart = [source: string, recordId: RecordId, state: StatementState | 0, shared: 0 | 1, facts: StatementFacts]
export type StoredVulnerability = [
  id: RecordId,
  aliases: RecordId[],
  parts: StoredPart[],
  kev: KevStatement[],
  exploits: ExploitSignal[],
]

/** What is said of a statement without its affected entries. */
export interface StatementHead {
  source: string
  recordId: RecordId
  vulnerabilityIds: readonly RecordId[]
  state: StatementState
  modified?: string | undefined
}

/** The text of one stored statement; `affected` is JSON already, so that it need not be parsed to be copied. */
export function statementText(head: StatementHead, affected: string): string {
  const own = head.vulnerabilityIds.length === 1 && head.vulnerabilityIds[0] === head.recordId
  const start = JSON.stringify([
    head.source,
    head.recordId,
    own ? 0 : head.vulnerabilityIds,
    head.state === 'published' ? 0 : head.state,
    head.modified ?? 0,
  ])
  return `${start.slice(0, -1)},${affected}]`
}

/** The text of one record's part in a vulnerability; `facts` is JSON already. */
export function partText(head: StatementHead, facts: string): string {
  const start = JSON.stringify([
    head.source,
    head.recordId,
    head.state === 'published' ? 0 : head.state,
    head.vulnerabilityIds.length > 1 ? 1 : 0,
  ])
  return `${start.slice(0, -1)},${facts}]`
}

export function keyedStatement([source, recordId, ids, state, modified, affected]: StoredStatement): KeyedStatement {
  return {
    source,
    recordId,
    vulnerabilityIds: ids === 0 ? [recordId] : [...ids],
    state: state === 0 ? 'published' : state,
    affected: expandAffected(affected),
    ...(modified !== 0 && { modified }),
  }
}

export function factsParts([id, aliases, parts, kev, exploits]: StoredVulnerability): FactsParts {
  return {
    id,
    aliases,
    kev,
    exploits,
    parts: parts.map(([source, recordId, state, shared, facts]) => ({
      source,
      recordId,
      facts,
      state: state === 0 ? 'published' : state,
      shared: shared === 1,
    })),
  }
}
