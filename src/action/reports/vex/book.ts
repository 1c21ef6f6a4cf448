import { err, ok, problem, type Result } from '#core/kernel'
import type { VexFormat } from '#core/vocabulary/vex'
import { readCsafBook, writeCsafBook } from './csaf.ts'
import { readCycloneDxBook, writeCycloneDxBook } from './cyclonedx.ts'
import { isObject } from './json.ts'
import { readOpenVexBook, writeOpenVexBook } from './openvex.ts'
import type { JsonObject, VexBook } from './types.ts'

/** Takes a VEX document (parsed JSON) apart without losing anything. Problem `vex-format`. */
export function readVexBook(json: unknown): Result<VexBook> {
  if (isObject(json)) {
    if (json.bomFormat === 'CycloneDX') return ok(readCycloneDxBook(json))
    if (isObject(json.document)) return ok(readCsafBook(json))
    if (Array.isArray(json.statements)) return ok(readOpenVexBook(json))
  }
  return err(problem('vex-format', 'The document is neither OpenVEX, CycloneDX VEX nor CSAF'))
}

const writers: Readonly<Record<VexFormat, (book: VexBook) => JsonObject>> = {
  openvex: writeOpenVexBook,
  cyclonedx: writeCycloneDxBook,
  csaf: writeCsafBook,
}

/** Puts a document together again: what its claims say now, and all that was carried along. */
export function writeVexBook(book: VexBook): JsonObject {
  return writers[book.format](book)
}
