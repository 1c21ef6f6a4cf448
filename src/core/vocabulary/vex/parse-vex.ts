import { z } from 'zod'
import { err, problem, type Result } from '#core/kernel'
import { csafDocument, readCsaf } from './csaf-vex.ts'
import { cycloneDxDocument, readCycloneDxVex } from './cyclonedx-vex.ts'
import { openVexDocument, readOpenVex } from './openvex.ts'
import type { VexDocument } from './types.ts'

/**
 * Reads a parsed JSON document as OpenVEX, CycloneDX VEX or CSAF, told apart by content. Statements that say too
 * little are dropped and counted: a product is never taken as not affected on an unclear word.
 */
export function parseVex(json: unknown): Result<VexDocument> {
  const keys = json !== null && typeof json === 'object' ? new Set(Object.keys(json)) : new Set<string>()
  if (keys.has('bomFormat')) return read(cycloneDxDocument, readCycloneDxVex, json, 'CycloneDX')
  if (keys.has('document')) return read(csafDocument, readCsaf, json, 'CSAF')
  if (keys.has('statements')) return read(openVexDocument, readOpenVex, json, 'OpenVEX')
  return err(problem('vex-format', 'The document is neither OpenVEX, CycloneDX VEX nor CSAF'))
}

function read<Schema extends z.ZodType>(
  schema: Schema,
  reader: (document: z.infer<Schema>) => Result<VexDocument>,
  json: unknown,
  format: string,
): Result<VexDocument> {
  const parsed = schema.safeParse(json)
  if (parsed.success) return reader(parsed.data)
  return err(
    problem(
      'vex-document',
      `This is no ${format} document: ${z.prettifyError(parsed.error)}`.slice(0, 500),
      parsed.error,
    ),
  )
}
