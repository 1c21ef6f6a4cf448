import { err, problem, type Result } from '#core/kernel'
import { type EvaluationFile, type EvaluationImporter, MAX_BYTES, type ReadEvaluation } from './contract.ts'
import { garak } from './garak/index.ts'
import { inspect } from './inspect/index.ts'
import { junit } from './junit/index.ts'
import { lines } from './lines/index.ts'
import { promptfoo } from './promptfoo/index.ts'
import { pyrit } from './pyrit/index.ts'

/** Asked in this order whether they recognise a file. */
const all: readonly EvaluationImporter[] = [promptfoo, inspect, garak, pyrit, junit, lines]

/** Every importer of evaluations by its id. */
export const evaluationImporters: ReadonlyMap<string, EvaluationImporter> = new Map(all.map((one) => [one.id, one]))

const HEAD = 4_096

/** Reads a report with the importer that recognises it. Problems: `too-large`, `unknown-format`, and the importer's own. */
export async function readEvaluation(file: EvaluationFile): Promise<Result<ReadEvaluation & { importer: string }>> {
  if (file.bytes.length > MAX_BYTES) return err(problem('too-large', `a report has at most ${MAX_BYTES} bytes`))
  const sample = { name: file.name, head: file.bytes.subarray(0, HEAD).toString('utf8') }
  const importer = all.find((one) => one.recognises(sample))
  if (!importer) {
    const known = all.map(({ title }) => title).join(', ')
    return err(problem('unknown-format', `${file.name} is none of: ${known}`))
  }
  const read = await importer.read(file)
  return read.ok ? { ok: true, value: { ...read.value, importer: importer.id } } : read
}
