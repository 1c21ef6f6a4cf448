import { z } from 'zod'
import { pageOf } from './page.ts'
import { instant } from './words.ts'

const format = z.enum(['openvex', 'cyclonedx', 'csaf'])

/** Rulings in force as a VEX document, of one asset where it is named. */
export const vexExportQuery = z.object({ format: format.default('openvex'), asset: z.string().max(64).optional() })

/** Query of an import; the body is the document. `rehearse`: only tell what it would do. */
export const vexImportQuery = z.object({
  name: z.string().min(1).max(300),
  endsAt: instant.pipe(z.iso.datetime()),
  rehearse: z.stringbool().default(false),
})

/** What became of a document's statements; `ruled`, `already`, `superseded`, `partial`, `nothingHere`, `noRuling` and the refused make all of them. */
export const importedVex = z.object({
  document: z.string(),
  format,
  statements: z.number().int(),
  ruled: z.number().int(),
  rulings: z.number().int(),
  findings: z.number().int(),
  already: z.number().int(),
  superseded: z.number().int(),
  /** About one version of what is here in several, of which nothing is said of another. */
  partial: z.number().int(),
  nothingHere: z.number().int(),
  noRuling: z.number().int(),
  refused: z.object({ count: z.number().int(), example: z.string() }).nullable(),
})
export type ImportedVex = z.infer<typeof importedVex>

const vexDocument = z.object({
  id: z.string(),
  format: z.string(),
  fileName: z.string(),
  /** What it says of itself. */
  documentId: z.string().nullable(),
  author: z.string().nullable(),
  statedAt: z.string().nullable(),
  statements: z.number().int(),
  importedBy: z.string(),
  importedAt: instant,
  /** Rulings that repeat its statements and are in force. */
  rulings: z.number().int(),
})
export type VexDocumentRow = z.infer<typeof vexDocument>
export const vexDocumentPage = pageOf(vexDocument)

/** Query of a supplier's document; the body is the document. */
export const supplierVexQuery = z.object({ name: z.string().min(1).max(300) })

const leftOut = z.array(z.object({ code: z.string(), example: z.string(), count: z.number().int() }))

/** A supplier's document that was taken in as knowledge; what it is about is assessed by the job. */
export const takenSupplierVex = z.object({
  document: z.string(),
  format,
  author: z.string().nullable(),
  statedAt: instant.nullable(),
  statements: z.number().int(),
  dropped: leftOut,
  /** The same document was in force already: nothing is assessed. */
  unchanged: z.boolean(),
  jobId: z.string().nullable(),
})
export type TakenSupplierVex = z.infer<typeof takenSupplierVex>

const supplierVex = z.object({
  id: z.string(),
  format: z.string(),
  fileName: z.string(),
  /** What it says of itself. */
  documentId: z.string().nullable(),
  author: z.string().nullable(),
  statedAt: z.string().nullable(),
  statements: z.number().int(),
  dropped: leftOut,
  importedBy: z.string(),
  importedAt: instant,
})
export type SupplierVexRow = z.infer<typeof supplierVex>
export const supplierVexPage = pageOf(supplierVex)
