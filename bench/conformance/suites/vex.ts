import { parseVex, type VexDocument } from '#core/vocabulary/vex'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, FileRunner, Suite } from '../types.ts'

/** Every published example must be read whole: each statement kept that names a product and a vulnerability. */
export const vexSuite: Suite = {
  name: 'vex',
  runnerFor: (file) => {
    if (!file.path.endsWith('.json') || file.path.endsWith('.sarif.json'))
      return { kind: 'support', why: 'input of another tool, no VEX' }
    if (/\/bom(-\d+)?\.json$/.test(file.path)) return { kind: 'support', why: 'BOM that a VEX example refers to' }
    return exampleRunner
  },
}

/** One document that must be read whole. */
export const exampleRunner: FileRunner = {
  kind: 'whole',
  run: (text, file) => [runExample(file.path, JSON.parse(text))],
}

export function runExample(label: string, json: unknown): CaseResult {
  const document = parseVex(json)
  if (!document.ok) return failedCase(label, document.error.message)
  const { outcome } = document.value
  if (outcome.read > 0 && outcome.kept === 0) return failedCase(label, 'nothing was kept')
  return expectEqual(label, [accountsForAll(document.value), ...wrongDrops(document.value)], [true])
}

/** Entries that name a product or a vulnerability the document does not define say nothing that could be kept. */
const rightDrops = new Set(['csaf-product-undefined', 'csaf-vulnerability-id'])

/** What was dropped though the document says enough. */
export function wrongDrops({ outcome }: VexDocument): string[] {
  return outcome.dropped.filter(({ code }) => !rightDrops.has(code)).map((entry) => `${entry.code}: ${entry.example}`)
}

/** What was read was kept or dropped with a reason. */
export function accountsForAll({ outcome }: VexDocument): boolean {
  return outcome.kept + outcome.dropped.reduce((sum, entry) => sum + entry.count, 0) === outcome.read
}
