import { newVexBook, type VexBook, writeVexBook } from '#action/reports/vex'
import { type Clock, canonicalJson, digestOf } from '#core/kernel'
import type { VexFormat } from '#core/vocabulary/vex'
import { findVexDocument, ruledFindings } from '#exposure/findings/store'
import type { Database } from '#platform/database'
import { sayingsOf } from './vex-sayings.ts'

interface VexContext {
  database: Database
  clock: Clock
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
  const sayings = sayingsOf(ruled, wanted.format)
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
