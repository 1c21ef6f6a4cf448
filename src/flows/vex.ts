import { newVexBook, readVexBook, type VexBook, type VexClaim, type VexSaying, writeVexBook } from '#action/reports/vex'
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
import {
  findVexDocument,
  keepVexDocument,
  makeDisposition,
  ruledFindings,
  type VexCandidate,
  vexCandidates,
} from '#exposure/findings/store'
import type { Database } from '#platform/database'
import { byVulnerability, findingsOf, isAbout, isSameVersion, rulingOf, type VexRuling } from './vex-matching.ts'
import { sayingsOf } from './vex-sayings.ts'

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
  /** Statements about nothing that is open here. */
  nothingHere: number
  /** Statements that rule on nothing: affected, under investigation. */
  noRuling: number
  /** Rulings that were refused, with the first reason. */
  refused: { count: number; example: string } | null
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
    ...{ ruled: 0, rulings: 0, findings: 0, already: 0, nothingHere: 0, noRuling: 0, refused: null },
  }
  if (!given.rehearse) await keep(context, given, document, book)
  const names = [...new Set(book.claims.flatMap(({ vulnerability, aliases }) => [vulnerability, ...aliases]))]
  const candidates = await vexCandidates(context.database, given.workspaceId, names)
  const byName = byVulnerability(candidates)
  const open = new Map(candidates.filter(({ state }) => state === 'open').map((one) => [one.id, one]))
  for (const [statement, claim] of book.claims.entries()) {
    const ruling = rulingOf(claim, given.endsAt)
    if (!ruling) {
      total.noRuling++
      continue
    }
    const about = findingsOf(claim, byName)
    const left = about.filter(({ id }) => open.has(id))
    if (left.length === 0) total[about.length === 0 ? 'nothingHere' : 'already']++
    else await ruleOn(context, given, { claim, ruling, from: { document, statement } }, left, open, total)
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

/** The document as it came, and as its statements stand. */
export async function readStoredVex(
  { database }: Pick<VexContext, 'database'>,
  workspaceId: string,
  id: string,
): Promise<object | undefined> {
  const book = await findVexDocument(database, workspaceId, id)
  return book === undefined ? undefined : writeVexBook(book as VexBook)
}

/** Our rulings in force as a VEX document, of one asset or of the whole workspace. */
export async function exportVex(
  { database, clock }: VexContext,
  wanted: { workspaceId: string; format: VexFormat; assetId?: string | undefined; author: string },
  tool: { name: string; version: string },
): Promise<object> {
  const ruled = await ruledFindings(database, wanted.workspaceId, wanted.assetId)
  const at = clock()
  const sayings: VexSaying[] = sayingsOf(ruled)
  const id = `urn:uuid:${uuidOf(canonicalJson([wanted.workspaceId, wanted.assetId ?? '', wanted.format, sayings]))}`
  return writeVexBook(newVexBook(sayings, wanted.format, { id, author: wanted.author, at }, tool))
}

/** The same rulings have the same document id. */
function uuidOf(text: string): string {
  const hex = Buffer.from(digestOf(text), 'base64url').toString('hex').slice(0, 32)
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

async function keep({ database, clock }: VexContext, given: VexImport, id: string, book: VexBook): Promise<void> {
  const { workspaceId, fileName, by } = given
  const { format, head, claims } = book
  const said = { documentId: head.id ?? null, author: head.author ?? null, statedAt: head.at ?? null }
  const row = { id, format, fileName, ...said, statements: claims.length, importedBy: by, importedAt: clock() }
  await keepVexDocument(database, workspaceId, row, book)
}

interface Ruled {
  claim: VexClaim
  ruling: VexRuling
  from: { document: string; statement: number }
}

/** One ruling for each version of a component where the statement names it by itself; else one for each finding. */
async function ruleOn(
  { database, clock }: VexContext,
  { workspaceId, by, rehearse }: VexImport,
  { claim, ruling, from }: Ruled,
  left: readonly VexCandidate[],
  open: Map<string, VexCandidate>,
  total: ImportedVex,
): Promise<void> {
  let made = 0
  const now: Instant = clock()
  for (const finding of left) {
    if (!open.has(finding.id)) continue
    const scope = isAbout(claim, finding, false) ? 'component' : 'finding'
    const reached = scope === 'component' ? left.filter((other) => isSameVersion(other, finding)) : [finding]
    const outcome = await makeDisposition(
      database,
      workspaceId,
      finding.id,
      { ...ruling, scope, by, ...(!rehearse && { from }) },
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
    for (const { id } of reached) open.delete(id)
    made++
    total.rulings++
    total.findings += outcome.value.suppressed
  }
  if (made > 0) total.ruled++
}
