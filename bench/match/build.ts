import { buildIndex } from '#exposure/knowledge'
import { importFile } from '#intake/importers'
import { readMirror } from './mirror.ts'
import { syntheticStatements } from './synthetic.ts'

/** `build.ts DATA SBOM TARGET SYNTHETIC-COUNT`: writes the index the bench measures against; run as a process of its own. */
const [data = '', sbom = '', target = '', synthetic = '0'] = process.argv.slice(2)
const { statements, signals } = await readMirror(data)
if (Number(synthetic) > 0) {
  const read = await importFile(sbom)
  if (!read.ok) throw new Error(read.error.message)
  for (const statement of syntheticStatements(Number(synthetic), read.value.inventory.components))
    statements.push(statement)
}
const header = buildIndex(statements, signals, target)
process.stdout.write(`${header.statements}\n`)
