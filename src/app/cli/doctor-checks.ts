import { constants, existsSync } from 'node:fs'
import { access, mkdir, stat, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { currentSince, DEFAULT_MAX_AGE_DAYS, openIndex } from '#exposure/knowledge'
import { indexPath } from '../data-folder.ts'

export interface CheckResult {
  state: 'good' | 'warning' | 'bad'
  found: string
  /** What to do, where something is not good. */
  mend?: string
}

export interface Check {
  name: string
  /** @param folder the data folder. */
  run(folder: string): Promise<CheckResult>
}

const MINIMUM_NODE = 24
const MINIMUM_FREE_BYTES = 2 * 1024 ** 3

/** In the order in which one would look. */
export const checks: readonly Check[] = [
  { name: 'runtime', run: runtime },
  { name: 'data folder', run: folderIsUsable },
  { name: 'disk', run: freeSpace },
  { name: 'knowledge', run: knowledge },
  { name: 'port', run: port },
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

async function folderIsUsable(folder: string): Promise<CheckResult> {
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

async function freeSpace(folder: string): Promise<CheckResult> {
  const { bavail, bsize } = await statfs(existsSync(folder) ? folder : dirname(folder))
  const free = bavail * bsize
  const found = `${(free / 1024 ** 3).toFixed(1)} GiB free`
  return free < MINIMUM_FREE_BYTES
    ? { state: 'warning', found, mend: 'all feeds need about 2 GiB: free some space or set another data folder' }
    : { state: 'good', found }
}

async function knowledge(folder: string): Promise<CheckResult> {
  const path = indexPath(folder)
  if (!existsSync(path))
    return {
      state: 'warning',
      found: 'no feeds loaded, only the built-in starter answers',
      mend: 'lunette feeds refresh',
    }
  const index = openIndex(path)
  if (!index.ok) return { state: 'bad', found: index.error.message, mend: 'lunette feeds refresh builds it again' }
  const since = currentSince(new Date().toISOString(), DEFAULT_MAX_AGE_DAYS)
  const coverages = index.value.coverages()
  const stale = coverages
    .filter(({ asOf = '' }) => asOf < since)
    .sort((a, b) => ((a.asOf ?? '') < (b.asOf ?? '') ? -1 : 1))
  const found = `${index.value.vulnerabilityCount} vulnerabilities for ${coverages.length} ecosystems`
  index.value.close()
  if (stale.length === 0) return { state: 'good', found }
  const oldest = `${stale[0]?.ecosystem} speaks as of ${stale[0]?.asOf?.slice(0, 10) ?? 'nobody knows when'}`
  const mend = 'lunette feeds refresh (a mirror must be brought up to date itself)'
  return { state: 'warning', found: `${found}, ${stale.length} of them out of date: ${oldest}`, mend }
}

/** A taken port is normal while the server runs. */
async function port(): Promise<CheckResult> {
  const wanted = Number(process.env.LUNETTE_PORT ?? 7350)
  const free = await new Promise<boolean>((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
  return free
    ? { state: 'good', found: `${wanted} is free` }
    : {
        state: 'warning',
        found: `${wanted} is taken`,
        mend: 'fine if Lunette runs; otherwise use --port or LUNETTE_PORT',
      }
}
