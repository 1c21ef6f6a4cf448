import { spawnSync } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '../../test/support/data-folder.ts'
import { syntheticFormats, writeDocument } from './documents.ts'
import { measureRecording } from './record.ts'

const MEGABYTE = 1_000_000
const bars = { documentMb: 200, rssMb: 512, perSecond: 11_000 }

/** `npm run bench -- import`: memory and time of 200 MB SBOMs, and components recorded per second. Exit 1 when a bar is missed. */
export async function run(): Promise<number> {
  const folder = dataFolder('bench')
  try {
    const misses = [...(await largeDocuments(folder)), ...(await recording(folder))]
    process.stdout.write(`\n${misses.length === 0 ? 'all bars met' : `missed: ${misses.join('; ')}`}\n`)
    return misses.length === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Reading {
  ms: number
  rssMb: number
  components: number
  status: string
}

async function largeDocuments(folder: string): Promise<string[]> {
  const misses: string[] = []
  process.stdout.write('| document | MB | components | s | peak RSS MB |\n|---|---:|---:|---:|---:|\n')
  for (const format of syntheticFormats) {
    const file = join(folder, format.file)
    const count = await writeDocument(format, file, bars.documentMb * MEGABYTE)
    const read = readApart(file)
    const size = Math.round(statSync(file).size / MEGABYTE)
    rmSync(file)
    process.stdout.write(
      `| ${format.name} | ${size} | ${read.components} | ${(read.ms / 1_000).toFixed(1)} | ${read.rssMb} |\n`,
    )
    if (read.rssMb > bars.rssMb) misses.push(`${format.name} ${read.rssMb} MB > ${bars.rssMb} MB`)
    if (read.components !== count || read.status !== 'complete')
      misses.push(`${format.name}: ${read.components} of ${count} read`)
  }
  return misses
}

function readApart(file: string): Reading {
  const child = spawnSync(process.execPath, [join(import.meta.dirname, 'read.ts'), file], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return JSON.parse(child.stdout)
}

async function recording(folder: string): Promise<string[]> {
  const figures = await measureRecording(join(folder, 'database'))
  process.stdout.write('\n| recording | components | s | per second |\n|---|---:|---:|---:|\n')
  for (const { name, components, ms } of figures)
    process.stdout.write(
      `| ${name} | ${components} | ${(ms / 1_000).toFixed(2)} | ${Math.round((components / ms) * 1_000)} |\n`,
    )
  const [first] = figures
  const perSecond = first ? Math.round((first.components / first.ms) * 1_000) : 0
  return perSecond < bars.perSecond ? [`recording ${perSecond}/s < ${bars.perSecond}/s`] : []
}
