import { readVexBook, type VexBook } from '#action/reports/vex'
import {
  type Clock,
  canonicalJson,
  digestOf,
  err,
  type Instant,
  ok,
  type Problem,
  problem,
  type Result,
} from '#core/kernel'
import type { VexFormat } from '#core/vocabulary/vex'
import { keepVexDocument, makeDisposition, type VexCandidate, vexCandidates } from '#exposure/findings/store'
import { attempt, type Database, withinTransaction } from '#platform/database'
import { type DecidedVex, decideVex, isSameVersion, namesComponent, rulingOf, type Said } from './vex-matching.ts'

type InTransaction = Parameters<Parameters<Database['inTransaction']>[0]>[0]

interface VexContext {
  database: Database
  clock: Clock
}

/** A VEX document somebody imports as rulings of the organisation's own. */
export interface VexImport {
  workspaceId: string
  json: unknown
  fileName: string
  by: string
  /** When the rulings end: nothing is excepted for ever. */
  endsAt: string
  /** Only tell what it would do. */
  rehearse: boolean
}

/** What became of the statements, each counted once. */
export interface ImportedVex {
  document: string
  format: VexFormat
  statements: number
  /** Statements that suppress something now, and the rulings and findings that makes. */
  ruled: number
  rulings: number
  findings: number
  /** Statements whose findings were ruled on by this document, or otherwise, before. */
  already: number
  /** Statements that later ones of the document replace. */
  superseded: number
  /** Statements about one version of what is here in several: where nothing is said of the others, all of it stays open. */
  partial: number
  /** Statements about nothing that is open here. */
  nothingHere: number
  /** Statements that rule on nothing: affected, under investigation. */
  noRuling: number
  /** Rulings that were refused, with the first reason. */
  refused: { count: number; example: string } | null
}

/**
 * Takes a document in within one transaction, with what is told of it: all of it is kept, or nothing.
 * @param alongside keeps the word of it, such as the audit entry.
 */
export async function keepVexImport(
  context: VexContext,
  given: VexImport,
  alongside: (work: InTransaction, done: ImportedVex) => Promise<void>,
): Promise<Result<ImportedVex>> {
  return attempt({ inTransaction: (act) => context.database.inWorkspace(given.workspaceId, act) }, async (work) => {
    const done = await importVex(
      { ...context, database: withinTransaction(context.database, given.workspaceId, work) },
      given,
    )
    if (done.ok) await alongside(work, done.value)
    return done
  })
}

/** Document → statements → rulings by the importing person, each with its source. The same document again makes only what is missing. */
export async function importVex(context: VexContext, given: VexImport): Promise<Result<ImportedVex>> {
  const read = readVexBook(given.json)
  if (!read.ok) return read
  const book = read.value
  const wrong = refusalOf(book, given.json)
  if (wrong) return err(wrong)
  const document = digestOf(canonicalJson(given.json)).slice(0, 22)
  const total: ImportedVex = {
    ...{ document, format: book.format, statements: book.claims.length },
    ...{
      ruled: 0,
      rulings: 0,
      findings: 0,
      already: 0,
      superseded: 0,
      partial: 0,
      nothingHere: 0,
      noRuling: 0,
      refused: null,
    },
  }
  if (!given.rehearse) await keep(context, given, document, book)
  const names = [...new Set(book.claims.flatMap(({ vulnerability, aliases }) => [vulnerability, ...aliases]))]
  const candidates = await vexCandidates(context.database, given.workspaceId, names)
  const decided = decideVex(book, candidates)
  const open = new Map(candidates.filter(({ state }) => state === 'open').map((one) => [one.id, one]))
  for (const [statement, said] of decided.said.entries()) {
    const about = decided.about[statement] ?? []
    const waiting = about.filter(({ id }) => open.has(id))
    const left = waiting.filter(({ id }) => decided.decisive.get(id)?.statement === statement)
    if (!said.some(({ claim }) => rulingOf(claim, given.endsAt))) total.noRuling++
    else if (about.length === 0) total.nothingHere++
    else if (waiting.length === 0) total.already++
    else if (left.length === 0 && waiting.some(({ id }) => !decided.decisive.has(id))) total.partial++
    else if (left.length === 0) total.superseded++
    else await ruleOn({ context, given, document, candidates, decided, open, total }, left)
  }
  return ok(total)
}

const MOST_CLAIMS = 100_000

/** Text with a NUL is kept by no database. */
function refusalOf({ claims }: VexBook, json: unknown): Problem | undefined {
  if (claims.length > MOST_CLAIMS)
    return problem('too-large', `the document has more than ${MOST_CLAIMS} statements: split it`)
  return JSON.stringify(json).includes('\\u0000')
    ? problem('vex-format', 'the document holds a NUL character')
    : undefined
}

async function keep({ database, clock }: VexContext, given: VexImport, id: string, book: VexBook): Promise<void> {
  const { workspaceId, fileName, by } = given
  const { format, head, claims } = book
  const said = { documentId: head.id ?? null, author: head.author ?? null, statedAt: head.at ?? null }
  const row = { id, format, fileName, ...said, statements: claims.length, importedBy: by, importedAt: clock() }
  await keepVexDocument(database, workspaceId, row, book)
}

interface Work {
  context: VexContext
  given: VexImport
  document: string
  candidates: readonly VexCandidate[]
  decided: DecidedVex
  /** Findings that nothing suppresses yet. */
  open: Map<string, VexCandidate>
  total: ImportedVex
}

/** One ruling for each version of a component where all of it is meant; else one for each finding. */
async function ruleOn(work: Work, left: readonly VexCandidate[]): Promise<void> {
  const { context, given, document, decided, open, total } = work
  const { workspaceId, by, endsAt, rehearse } = given
  let made = 0
  const now: Instant = context.clock()
  for (const finding of left) {
    const said = decided.decisive.get(finding.id)
    const ruling = said && rulingOf(said.claim, endsAt)
    if (!said || !ruling || !open.has(finding.id)) continue
    const reached = reachOf(said, finding, work)
    const outcome = await makeDisposition(
      context.database,
      workspaceId,
      finding.id,
      {
        ...ruling,
        scope: reached ? 'component' : 'finding',
        by,
        ...(!rehearse && { from: { document, statement: said.statement } }),
      },
      now,
      { rehearse },
    )
    if (!outcome.ok) {
      total.refused = {
        count: (total.refused?.count ?? 0) + 1,
        example: total.refused?.example ?? outcome.error.message,
      }
      continue
    }
    for (const { id } of reached ?? [finding]) open.delete(id)
    made++
    total.rulings++
    total.findings += outcome.value.suppressed
  }
  if (made > 0) total.ruled++
}

/** All findings of the version, where the statement names the component by itself and nothing else is said of any of them. */
function reachOf(said: Said, finding: VexCandidate, { candidates, decided }: Work): VexCandidate[] | undefined {
  if (!namesComponent(said.claim, finding)) return undefined
  const same = candidates.filter((other) => isSameVersion(other, finding))
  return same.every(({ id }) => decided.decisive.get(id) === said) ? same : undefined
}
