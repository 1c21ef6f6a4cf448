import type { RecordId, SourceId, Statement } from '#core/vocabulary'
import { compactAffected } from '../compact.ts'
import { compactFacts } from '../compact-facts.ts'
import { coveredBy } from '../covers.ts'
import { factsOf } from '../facts.ts'
import { ecosystemsOf, keysOf } from '../keys.ts'

/** A statement as its row: lookups as arrays, the rest as JSON text. */
export interface StatementRow {
  record_id: RecordId
  source: SourceId
  digest: string
  other_digest: string | undefined
  state: string
  modified: string | undefined
  keys: string[]
  ecosystems: string[]
  aliases: string[]
  covers: string[]
  facts: string
  affected: string
  detail: string
}

export const statementColumns = [
  'record_id',
  'source',
  'digest',
  'other_digest',
  'state',
  'modified',
  'keys',
  'ecosystems',
  'aliases',
  'covers',
  'facts',
  'affected',
  'detail',
] as const satisfies readonly (keyof StatementRow)[]

export function rowOf(statement: Statement, digest: string): StatementRow {
  const { description, references, related, withdrawn } = statement
  return {
    record_id: statement.recordId,
    source: statement.source,
    digest,
    other_digest: undefined,
    state: statement.state,
    modified: statement.modified,
    keys: [...new Set(statement.affected.flatMap(keysOf))],
    ecosystems: ecosystemsOf(statement.affected),
    aliases: statement.aliases,
    covers: coveredBy(statement),
    facts: JSON.stringify(compactFacts(factsOf(statement))),
    affected: JSON.stringify(compactAffected(statement.affected)),
    detail: JSON.stringify({ description, references, related, withdrawn }),
  }
}
