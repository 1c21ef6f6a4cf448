import { openIndex } from '#exposure/knowledge'
import { matchInventory } from '#exposure/matching'
import { importFile } from '#intake/importers'

/** `cold.ts SBOM INDEX`: one scan from nothing, as the command line does it without ranking; prints its figures as JSON. */
const [sbom = '', path = ''] = process.argv.slice(2)
const started = performance.now()
const read = await importFile(sbom)
if (!read.ok) throw new Error(read.error.message)
const index = openIndex(path)
if (!index.ok) throw new Error(index.error.message)
const { components, subject, vex } = read.value.inventory
const importedMs = performance.now() - started
const { matches, unknown } = matchInventory(components, index.value, { dial: 'precise', vex, subject })
const figures = {
  components: components.length,
  matches: matches.length,
  unknown,
  modulesMs: Math.round(started),
  importMs: Math.round(importedMs),
  matchMs: Math.round(performance.now() - started - importedMs),
  rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
