import { buildIndex } from '#exposure/knowledge'
import { importFile } from '#intake/importers'
import { readMirror } from './mirror.ts'
import { syntheticSources, syntheticStatements } from './synthetic.ts'

/** `build.ts DATA SBOM TARGET SYNTHETIC-COUNT`: writes the index the bench measures against; run as a process of its own. */
const [data = '', sbom = '', target = '', synthetic = '0'] = process.argv.slice(2)
const { statements, signals } = await readMirror(data)
if (Number(synthetic) > 0) {
  const read = await importFile(sbom)
  if (!read.ok) throw new Error(read.error.message)
  for (const statement of syntheticStatements(Number(synthetic), read.value.inventory.components))
    statements.push(statement)
}
const asOf = new Map(signals.asOf)
if (Number(synthetic) > 0) for (const source of syntheticSources) asOf.set(source, signals.builtAt ?? '')
const header = buildIndex(statements, { ...signals, asOf }, target)
process.stdout.write(`${header.statements}\n`)
