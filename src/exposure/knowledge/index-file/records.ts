import type { ExploitSignal, KevStatement, KeyedStatement, RecordId, StatementState } from '#core/vocabulary'
import { type CompactAffected, type ExpandedNames, expandAffected } from '../compact.ts'
import { type CompactFacts, type CompactTime, compactTime, expandFacts, expandTime } from '../compact-facts.ts'
import type { FactsParts } from '../facts.ts'

/** One statement under one key as stored: `0` stands for "its own id", "published" and "no date". */
type StoredStatement = [
  source: string,
  recordId: RecordId,
  vulnerabilityIds: RecordId[] | 0,
  state: StatementState | 0,
  modified: CompactTime,
  affected: CompactAffected[],
]
/** `short`: 1 where the key's own name is left out, see `keyText`. */
type StoredKey = [key: string, short: 0 | 1, statements: StoredStatement[]]

type StoredPart = [source: string, recordId: RecordId, state: StatementState | 0, shared: 0 | 1, facts: CompactFacts]
type StoredExploit = [kind: ExploitSignal['kind'], source: string, reference: string | 0, date?: string]
export type StoredVulnerability = [
  id: RecordId,
  aliases: RecordId[],
  parts: StoredPart[],
  kev: KevStatement[],
  exploits: StoredExploit[],
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
    compactTime(head.modified),
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

function keyedStatement(
  [source, recordId, ids, state, modified, affected]: StoredStatement,
  names: ExpandedNames,
): KeyedStatement {
  const statement = {
    source,
    recordId,
    vulnerabilityIds: ids === 0 ? [recordId] : ids,
    state: state === 0 ? 'published' : state,
    affected: expandAffected(affected, names),
  }
  // Matching never asks for it, and thousands of dates cost more than the rest of their statements.
  return modified === 0 ? statement : new DatedStatement(statement, modified)
}

/** A statement that reads its date when it is asked for it. */
class DatedStatement implements KeyedStatement {
  readonly source: KeyedStatement['source']
  readonly recordId: RecordId
  readonly vulnerabilityIds: RecordId[]
  readonly state: StatementState
  readonly affected: KeyedStatement['affected']
  readonly #modified: CompactTime

  constructor({ source, recordId, vulnerabilityIds, state, affected }: KeyedStatement, modified: CompactTime) {
    this.source = source
    this.recordId = recordId
    this.vulnerabilityIds = vulnerabilityIds
    this.state = state
    this.affected = affected
    this.#modified = modified
  }

  get modified(): string {
    return expandTime(this.#modified) ?? ''
  }
}

export function factsParts([id, aliases, parts, kev, exploits]: StoredVulnerability): FactsParts {
  return {
    id,
    aliases,
    kev,
    exploits: exploits.map((signal) => expandExploit(id, signal)),
    parts: parts.map(([source, recordId, state, shared, facts]) => ({
      source,
      recordId,
      facts: expandFacts(facts),
      state: state === 0 ? 'published' : state,
      shared: shared === 1,
    })),
  }
}

/** The text of one exploit signal; a reference that is the vulnerability's id goes without saying. */
export function exploitText({ cve, kind, source, reference, date }: ExploitSignal): string {
  const stored: StoredExploit = [kind, source, reference === cve ? 0 : reference]
  if (date !== undefined) stored.push(date)
  return JSON.stringify(stored)
}

function expandExploit(id: RecordId, [kind, source, reference, date]: StoredExploit): ExploitSignal {
  return {
    kind,
    cve: id,
    source,
    reference: reference === 0 ? id : reference,
    ...(date !== undefined && { date: date as NonNullable<ExploitSignal['date']> }),
  }
}

const OWN_NAME = ':~'

/**
 * The text of one key's record. Under a CPE key nearly every name is the key's own vendor and product: they are
 * written as a tilde. A plain replacement of text, so that reading it is the exact inverse; where the mark stands in
 * the text already, nothing is replaced.
 */
export function keyText(key: string, statements: readonly string[]): string {
  const text = statements.join(',')
  const name = ownName(key)
  const short = name !== undefined && !text.includes(OWN_NAME)
  return `[${JSON.stringify(key)},${short ? 1 : 0},[${short ? text.replaceAll(name, OWN_NAME) : text}]]`
}

/** The statements of a key's record; `undefined` when the record is another key's. */
export function readKeyText(key: string, text: string): KeyedStatement[] | undefined {
  const start = `[${JSON.stringify(key)},`
  // The key itself starts the record: a false hit is told apart before the rest is parsed.
  if (!text.startsWith(start)) return undefined
  const short = text[start.length] === '1'
  const [, , statements] = JSON.parse(short ? text.replaceAll(OWN_NAME, ownName(key) ?? '') : text) as StoredKey
  const names: ExpandedNames = new Map()
  return statements.map((statement) => keyedStatement(statement, names))
}

function ownName(key: string): string | undefined {
  const [, vendor, product] = /^cpe\/([a-z0-9_.-]+)\/([a-z0-9_.-]+)$/.exec(key) ?? []
  return vendor === undefined ? undefined : `:${vendor}:${product}`
}
