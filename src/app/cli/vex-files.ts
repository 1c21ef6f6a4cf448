import { readFile, stat } from 'node:fs/promises'
import { err, ok, problem, type Result } from '#core/kernel'
import type { VexStatement } from '#core/vocabulary'
import { parseVex } from '#core/vocabulary/vex'

const MAX_VEX_BYTES = 64 * 1024 ** 2

/** Statements of VEX documents named on the command line (OpenVEX, CycloneDX, CSAF). */
export async function readVexFiles(paths: readonly string[]): Promise<Result<VexStatement[]>> {
  const statements: VexStatement[] = []
  for (const path of paths) {
    const document = await readJson(path)
    if (!document.ok) return document
    const parsed = parseVex(document.value)
    if (!parsed.ok) return err(problem(parsed.error.code, `${path}: ${parsed.error.message}`))
    statements.push(...parsed.value.statements)
  }
  return ok(statements)
}

async function readJson(path: string): Promise<Result<unknown>> {
  try {
    if ((await stat(path)).size > MAX_VEX_BYTES) return err(problem('too-large', `${path} is larger than 64 MiB`))
    return ok(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    return err(
      problem('unreadable', `${path} cannot be read as JSON: ${cause instanceof Error ? cause.message : ''}`, cause),
    )
  }
}
