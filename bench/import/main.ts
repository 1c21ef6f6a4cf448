import { spawnSync } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { cpus, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { dataFolder } from '../../test/support/data-folder.ts'
import { syntheticFormats, writeDocument } from './documents.ts'
import { measureRecording } from './record.ts'

const MEGABYTE = 1_000_000
const bars = { documentMb: 200, rssMb: 512, perSecond: 11_000 }

/**
 * `npm run bench -- import`: memory and time of 200 MB SBOMs, and components recorded per second; writes
 * docs/generated/bench-import.md. Exit 1 when a bar is missed.
 */
export async function run(): Promise<number> {
  const folder = dataFolder('bench')
  try {
    const documents = await largeDocuments(folder)
    const recorded = await recording(folder)
    const misses = [...documents.misses, ...recorded.misses]
    const verdict = misses.length === 0 ? 'all bars met' : `missed: ${misses.join('; ')}`
    const text = [intro(), documents.table, recorded.table, verdict].join('\n\n')
    process.stdout.write(`${text}\n`)
    await writeFile(join(import.meta.dirname, '../../docs/generated/bench-import.md'), `# Import\n\n${text}\n`)
    return misses.length === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function intro(): string {
  const all = cpus()
  const machine = `${all.length} × ${all[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${platform()} ${release()}, Node ${process.versions.node}`
  return `Made by \`npm run bench -- import\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Each document is read in a process of its own. Bars: ${bars.documentMb} MB within ${bars.rssMb} MB of memory at the most, ${bars.perSecond} components recorded a second.`
}

interface Measured {
  table: string
  misses: string[]
}

interface Reading {
  ms: number
  rssMb: number
  components: number
  status: string
}

async function largeDocuments(folder: string): Promise<Measured> {
  const misses: string[] = []
  const rows = ['| document | MB | components | s | peak RSS MB |', '|---|---:|---:|---:|---:|']
  for (const format of syntheticFormats) {
    const file = join(folder, format.file)
    const count = await writeDocument(format, file, bars.documentMb * MEGABYTE)
    const read = readApart(file)
    const size = Math.round(statSync(file).size / MEGABYTE)
    rmSync(file)
    rows.push(`| ${format.name} | ${size} | ${read.components} | ${(read.ms / 1_000).toFixed(1)} | ${read.rssMb} |`)
    if (read.rssMb > bars.rssMb) misses.push(`${format.name} ${read.rssMb} MB > ${bars.rssMb} MB`)
    if (read.components !== count || read.status !== 'complete')
      misses.push(`${format.name}: ${read.components} of ${count} read`)
  }
  return { table: rows.join('\n'), misses }
}

function readApart(file: string): Reading {
  const child = spawnSync(process.execPath, [join(import.meta.dirname, 'read.ts'), file], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return JSON.parse(child.stdout)
}

async function recording(folder: string): Promise<Measured> {
  const figures = await measureRecording(join(folder, 'database'))
  const rows = figures.map(
    ({ name, components, ms }) =>
      `| ${name} | ${components} | ${(ms / 1_000).toFixed(2)} | ${Math.round((components / ms) * 1_000)} |`,
  )
  const table = ['| recording | components | s | per second |', '|---|---:|---:|---:|', ...rows].join('\n')
  const [first] = figures
  const perSecond = first ? Math.round((first.components / first.ms) * 1_000) : 0
  return { table, misses: perSecond < bars.perSecond ? [`recording ${perSecond}/s < ${bars.perSecond}/s`] : [] }
}
