import { constants, existsSync } from 'node:fs'
import { access, mkdir, stat, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { systemClock } from '#core/kernel'
import { isCurrent } from '#core/vocabulary'
import { openIndex } from '#exposure/knowledge'
import type { Config } from '#platform/config'
import { openDatabase } from '#platform/database'
import { indexPath } from '../data-folder.ts'
import { answers, type RunningServer, runningServer } from '../running-server.ts'

export interface CheckResult {
  state: 'good' | 'warning' | 'bad'
  found: string
  /** What to do, where something is not good. */
  mend?: string
}

export interface Check {
  name: string
  run(config: Config): Promise<CheckResult>
}

const MINIMUM_NODE = 24
const MINIMUM_FREE_BYTES = 2 * 1024 ** 3

/** In the order in which one would look. */
export const checks: readonly Check[] = [
  { name: 'runtime', run: runtime },
  { name: 'data folder', run: folderIsUsable },
  { name: 'disk', run: freeSpace },
  { name: 'database', run: database },
  { name: 'knowledge', run: knowledge },
  { name: 'server', run: server },
]

async function runtime(): Promise<CheckResult> {
  const found = `Node ${process.versions.node}`
  if (Number(process.versions.node.split('.')[0]) < MINIMUM_NODE)
    return { state: 'bad', found, mend: 'start through "npm start", which supplies Node 24' }
  const { argon2Sync } = await import('node:crypto')
  return typeof argon2Sync === 'function'
    ? { state: 'good', found }
    : { state: 'bad', found: `${found} without argon2`, mend: 'use Node 24.7 or newer' }
}

async function folderIsUsable({ dataDir: folder }: Config): Promise<CheckResult> {
  if (!existsSync(folder)) {
    await access(dirname(folder), constants.W_OK)
    return { state: 'good', found: `${folder} will be created at the first start` }
  }
  await mkdir(folder, { recursive: true })
  await access(folder, constants.W_OK)
  const { mode } = await stat(folder)
  if ((mode & 0o006) !== 0)
    return { state: 'warning', found: `${folder} is open to other users`, mend: `chmod o-rw ${folder}` }
  return { state: 'good', found: folder }
}

async function freeSpace({ dataDir: folder }: Config): Promise<CheckResult> {
  const { bavail, bsize } = await statfs(existsSync(folder) ? folder : dirname(folder))
  const free = bavail * bsize
  const found = `${(free / 1024 ** 3).toFixed(1)} GiB free`
  return free < MINIMUM_FREE_BYTES
    ? { state: 'warning', found, mend: 'all feeds need about 2 GiB: free some space or set another data folder' }
    : { state: 'good', found }
}

/** Where there is none yet, asking makes none. */
async function database({ dataDir, databaseUrl: url }: Config): Promise<CheckResult> {
  if (url === undefined && !existsSync(join(dataDir, 'postgres')))
    return { state: 'good', found: 'none yet; the first start makes it' }
  const opened = await openDatabase({ dataDir, url, join: true })
  if (!opened.ok) return { state: 'bad', found: opened.error.message, mend: 'lunette start says more' }
  await opened.value.close()
  return { state: 'good', found: url === undefined ? 'the embedded one answers' : 'the external one answers' }
}

async function knowledge({ dataDir, maxKnowledgeAgeDays }: Config): Promise<CheckResult> {
  const path = indexPath(dataDir)
  if (!existsSync(path))
    return {
      state: 'warning',
      found: 'no feeds loaded, only the built-in starter answers',
      mend: 'lunette feeds refresh',
    }
  const index = openIndex(path)
  if (!index.ok) return { state: 'bad', found: index.error.message, mend: 'lunette feeds refresh builds it again' }
  const currency = { now: systemClock(), maxAgeDays: maxKnowledgeAgeDays }
  const coverages = index.value.coverages()
  const stale = coverages
    .filter((coverage) => !isCurrent(coverage, currency))
    .sort((a, b) => ((a.asOf ?? '') < (b.asOf ?? '') ? -1 : 1))
  const found = `${index.value.vulnerabilityCount} vulnerabilities for ${coverages.length} ecosystems`
  index.value.close()
  if (stale.length === 0) return { state: 'good', found }
  const oldest = `${stale[0]?.ecosystem} speaks as of ${stale[0]?.asOf?.slice(0, 10) ?? 'nobody knows when'}`
  const mend = 'lunette feeds refresh (a mirror must be brought up to date itself)'
  return { state: 'warning', found: `${found}, ${stale.length} of them out of date: ${oldest}`, mend }
}

/** The folder's own server may run on another port than the settings name. */
async function server({ dataDir, host, port: wanted }: Config): Promise<CheckResult> {
  const running = runningServer(dataDir)
  if (running) return serverOf(running)
  const free = await new Promise<boolean>((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(wanted, host, () => probe.close(() => resolve(true)))
  })
  return free
    ? { state: 'good', found: `${wanted} is free, and no server runs on this folder` }
    : {
        state: 'warning',
        found: `${wanted} is taken by something else; no server runs on this folder`,
        mend: 'use --port or LUNETTE_PORT, or stop what uses it',
      }
}

async function serverOf(running: RunningServer): Promise<CheckResult> {
  const { origin, pid, listens } = running
  if (await answers(running)) return { state: 'good', found: `Lunette answers at ${origin} (process ${pid})` }
  return {
    state: 'warning',
    found: `process ${pid} runs Lunette on this folder, and ${listens} does not answer`,
    mend: 'it may be starting or stopping: ask again in a moment, else stop that process and start anew',
  }
}
