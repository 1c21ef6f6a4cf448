/** Reads one file in a process of its own and prints time, peak memory and components as JSON. */
import { importFile } from '#intake/importers'
import { peakMemory } from '../../test/support/peak-memory.ts'

const [file] = process.argv.slice(2)
const started = performance.now()
const read = await importFile(file!)
if (!read.ok) throw new Error(`${read.error.code}: ${read.error.message}`)
const ms = Math.round(performance.now() - started)
const rssMb = Math.round(peakMemory() / 1024 ** 2)
process.stdout.write(
  JSON.stringify({ ms, rssMb, components: read.value.inventory.components.length, status: read.value.outcome.status }),
)
