import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { openIndex } from '#exposure/knowledge'
import { matchInventory } from '#exposure/matching'
import { importFile } from '#intake/importers'
import { afterOneDay } from './one-day.ts'
import { otherShapes } from './other-shapes.ts'
import { coverageTable, median } from './report.ts'
import { samples } from './samples.ts'

const here = import.meta.dirname
const SYNTHETIC = 300_000
const RUNS = 5
const bars = { coldMs: 1_000, coldMb: 250, warmMs: 300, synthetic: 2 }

/** `npm run bench -- match`: coverage, matches and speed on a large real inventory. Exit 1 when a bar is missed. */
export async function run(): Promise<number> {
  const data = process.env.LUNETTE_TEST_DATA ?? join(here, '../../../shared/data')
  const sbom = join(data, 'conformance/sboms/merged-shared-19870.cdx.json.gz')
  if (!existsSync(sbom)) {
    process.stdout.write(`match: skipped, there is no ${sbom} (set LUNETTE_TEST_DATA)\n`)
    return 0
  }
  say(
    `# Matching: measured figures\n\nMade by \`npm run bench -- match\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ${release()}, Node ${process.versions.node}. Median of ${RUNS} runs; cold is \`lunette scan --json\` of merged-shared-19870 in a process of its own, warm matching alone after ${RUNS} runs that are not counted. The mirror is read whole, and beside it the advisory sets ${Object.keys(samples).join(', ')} and, in the shapes they have, ${Object.keys(otherShapes).join(', ')}. Bars: cold ≤ ${bars.coldMs} ms and ≤ ${bars.coldMb} MB, warm ≤ ${bars.warmMs} ms, synthetic ≤ ×${bars.synthetic}.\n`,
  )
  const cache = join(here, '../../.cache/bench-match')
  mkdirSync(cache, { recursive: true })
  const plain = await measure('mirror', data, sbom, join(cache, 'mirror'), 0)
  const large = await measure(`mirror + ${SYNTHETIC} synthetic`, data, sbom, join(cache, 'synthetic'), SYNTHETIC)
  const factor = large.coldMs / plain.coldMs
  const misses = [
    ...(plain.coldMs > bars.coldMs ? [`cold ${plain.coldMs} ms > ${bars.coldMs} ms`] : []),
    ...(plain.rssMb > bars.coldMb ? [`cold ${plain.rssMb} MB > ${bars.coldMb} MB`] : []),
    ...(plain.warmMs > bars.warmMs ? [`warm ${plain.warmMs} ms > ${bars.warmMs} ms`] : []),
    ...(factor > bars.synthetic ? [`synthetic ×${factor.toFixed(2)} > ×${bars.synthetic}`] : []),
  ]
  say(
    `\nsynthetic / mirror, cold: ×${factor.toFixed(2)}\n${misses.length === 0 ? 'all bars met' : `missed: ${misses.join('; ')}`}\n`,
  )
  writeFileSync(join(here, '../../docs/generated/bench-match.md'), said.join(''))
  return misses.length === 0 ? 0 : 1
}

const said: string[] = []

/** Prints and keeps for the published page. */
function say(text: string): void {
  said.push(text)
  process.stdout.write(text)
}

interface Figures {
  coldMs: number
  rssMb: number
  warmMs: number
}

async function measure(title: string, data: string, sbom: string, folder: string, synthetic: number): Promise<Figures> {
  const index = join(folder, 'knowledge.index')
  mkdirSync(folder, { recursive: true })
  if (!existsSync(index)) build(data, sbom, index, synthetic)
  const cold = coldRuns(sbom, folder)
  const read = await importFile(sbom)
  const opened = openIndex(index)
  if (!read.ok || !opened.ok) throw new Error('the bench cannot read its own input')
  const { components, subject } = read.value.inventory
  const options = { dial: 'precise' as const, vex: [], subject }
  // Warm is a process that has matched before: the first runs are compiled while they run.
  const runs = Array.from({ length: RUNS * 2 }, () => timed(() => matchInventory(components, opened.value, options)))
  const warm = runs.slice(RUNS)
  const { matches, coverage, unknown } = matchInventory(components, opened.value, options)
  say(`\n## ${title}: ${opened.value.statementCount} statements, ${components.length} components\n\n`)
  say(`${coverageTable(components, matches, coverage, subject.distribution)}\n\n`)
  say(`${matches.length} matches, ${unknown} components unknown\n`)
  const figures = { ...cold, warmMs: Math.round(median(warm)) }
  say(`\ncold ${figures.coldMs} ms, ${figures.rssMb} MB; warm ${figures.warmMs} ms (matching alone)\n`)
  if (synthetic === 0) say(`\n${await afterOneDay(data, components)}\n`)
  opened.value.close()
  return figures
}

/** `lunette scan` from nothing: a process of its own, with the compile cache that the command line keeps. */
function coldRuns(sbom: string, folder: string): { coldMs: number; rssMb: number } {
  const script = join(here, '../../bin/lunette.mjs')
  // As the command's first line has it; what measures is no TypeScript, whose stripper would be loaded for it alone.
  const flags = [
    '--max-semi-space-size=8',
    '--initial-heap-size=160',
    '--disable-warning=ExperimentalWarning',
    '--import',
    join(here, 'peak-memory.mjs'),
  ]
  const runs = Array.from({ length: RUNS }, () => {
    let errors = ''
    const ms = timed(() => {
      const done = spawnSync(process.execPath, [...flags, script, 'scan', sbom, '--json'], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, LUNETTE_DATA_DIR: folder },
      })
      errors = String(done.stderr)
      if ((done.status ?? 3) > 1) throw new Error(errors)
    })
    return { ms, rss: Number(/peak-memory (\d+)/.exec(errors)?.[1]) }
  })
  return { coldMs: Math.round(median(runs.map(({ ms }) => ms))), rssMb: Math.max(...runs.map(({ rss }) => rss)) }
}

function timed(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

/** Writes the index in a process of its own, so that its memory is not measured here. */
function build(data: string, sbom: string, index: string, synthetic: number): void {
  const args = ['--max-old-space-size=6000', join(here, 'build.ts'), data, sbom, index, String(synthetic)]
  const done = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (done.status !== 0) throw new Error('the index of the bench could not be built')
}
