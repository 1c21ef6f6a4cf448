import { err, ok, problem, type Result } from '#core/kernel'
import type { VexStatement } from '#core/vocabulary'
import { parseVex } from '#core/vocabulary/vex'
import { readJsonFile } from './json-file.ts'

/** Statements of VEX documents named on the command line (OpenVEX, CycloneDX, CSAF). */
export async function readVexFiles(paths: readonly string[]): Promise<Result<VexStatement[]>> {
  const statements: VexStatement[] = []
  for (const path of paths) {
    const document = await readJsonFile(path)
    if (!document.ok) return document
    const parsed = parseVex(document.value)
    if (!parsed.ok) return err(problem(parsed.error.code, `${path}: ${parsed.error.message}`))
    statements.push(...parsed.value.statements)
  }
  return ok(statements)
}
