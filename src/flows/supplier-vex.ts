import {
  canonicalJson,
  type Dropped,
  digestOf,
  dropRecord,
  err,
  type Outcome,
  ok,
  problem,
  type Result,
} from '#core/kernel'
import type { VexStatement } from '#core/vocabulary'
import { parseVex, type VexFormat } from '#core/vocabulary/vex'
import { type FiledStatement, fileSupplierVex, withdrawSupplierVex } from '#exposure/knowledge/store'
import { vexKeyOf } from '#exposure/matching'
import { type Database, withinTransaction } from '#platform/database'
import type { FlowContext } from './context.ts'

type VexContext = Pick<FlowContext, 'database' | 'clock'>

/** A supplier's VEX document, as somebody brings it in. */
export interface GivenSupplierVex {
  workspaceId: string
  json: unknown
  fileName: string
  by: string
}

/** What is known of a document once it was taken in. */
export interface TakenSupplierVex {
  document: string
  format: VexFormat
  author: string | null
  statedAt: string | null
  statements: number
  dropped: Dropped[]
  /** The same document was in force already. */
  unchanged: boolean
}

const MOST_STATEMENTS = 500_000

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Keeps the word of a change in its transaction, such as the audit entry. */
type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

/**
 * Document → statements → knowledge of this workspace, which acts in matching from the next assessment on (`reassess`).
 * The same document again changes nothing.
 */
export async function takeSupplierVex(
  { database, clock }: VexContext,
  { workspaceId, json, fileName, by }: GivenSupplierVex,
  alongside: Alongside<TakenSupplierVex>,
): Promise<Result<TakenSupplierVex>> {
  const read = parseVex(json)
  if (!read.ok) return read
  const { format, id: documentId, author, at, outcome } = read.value
  const filed = read.value.statements.flatMap((said) => filedStatement(said, outcome))
  if (filed.length === 0) return err(saysNothing(outcome))
  if (filed.length > MOST_STATEMENTS)
    return err(problem('too-large', `the document has more than ${MOST_STATEMENTS} statements: split it`))
  const document = digestOf(canonicalJson(json)).slice(0, 22)
  const about = { documentId: documentId ?? null, author: author ?? null, statedAt: at ?? null }
  const { dropped } = outcome
  const row = { id: document, format, fileName, ...about, dropped, importedBy: by, importedAt: clock() }
  const { author: supplier, statedAt } = about
  const taken = { document, format, author: supplier, statedAt, statements: filed.length, dropped, unchanged: false }
  return database.inWorkspace(workspaceId, async (work) => {
    const isNew = await fileSupplierVex(withinTransaction(database, workspaceId, work), workspaceId, row, filed)
    if (isNew) await alongside(work, taken)
    return ok({ ...taken, unchanged: !isNew })
  })
}

/** Takes a document back: what it was about is judged without it from the next assessment on. Problem `not-found`. */
export async function removeSupplierVex(
  { database, clock }: VexContext,
  { workspaceId, document, by }: { workspaceId: string; document: string; by: string },
  alongside: Alongside<void>,
): Promise<Result<void>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const inside = withinTransaction(database, workspaceId, work)
    const found = await withdrawSupplierVex(inside, workspaceId, document, { by, at: clock() })
    if (!found) return err(problem('not-found', 'there is no such supplier’s document here'))
    await alongside(work, undefined)
    return ok(undefined)
  })
}

/** Inside an SBOM a statement without products is about its subject; a document that stands alone has none. */
function filedStatement(said: VexStatement, outcome: Outcome): FiledStatement[] {
  const keys = [...new Set(said.products.map(vexKeyOf))]
  if (keys.length > 0) return [{ keys, said }]
  dropRecord(outcome, 'no-product', `what is said of ${said.vulnerability} names no product`)
  return []
}

function saysNothing({ dropped: [first] }: Outcome) {
  const why = first ? ` First reason: ${first.code} (${first.example}).` : ''
  return problem('vex-empty', `the document holds no statement that could be taken.${why}`)
}
