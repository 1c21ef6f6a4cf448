import { constants, existsSync } from 'node:fs'
import { access, mkdir, stat, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { commandLine, systemClock } from '#core/kernel'
import { type Currency, isCurrent, sourceName } from '#core/vocabulary'
import { type KnowledgeIndex, openIndex } from '#exposure/knowledge'
import { endInterruptedRuns, type FeedRow, feedStates } from '#exposure/knowledge/store'
import { decisionSources } from '#flows/assess'
import type { Config } from '#platform/config'
import { openDatabase } from '#platform/database'
import { closedFolder } from '../closed-folder.ts'
import { indexPath } from '../data-folder.ts'
import { decidingOn } from '../deciding.ts'
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
  { name: 'feeds', run: lastRuns },
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
  try {
    return await usableFolder(folder)
  } catch (error) {
    const closed = closedFolder(folder, error)
    if (closed) return { state: 'bad', ...closed }
    throw error
  }
}

async function usableFolder(folder: string): Promise<CheckResult> {
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
  if (isWithoutDatabase({ dataDir, databaseUrl: url }))
    return { state: 'good', found: 'none yet; the first start makes it' }
  const opened = await openDatabase({ dataDir, url, join: true })
  if (!opened.ok) return { state: 'bad', found: opened.error.message, mend: 'npm start says more' }
  await opened.value.close()
  return { state: 'good', found: url === undefined ? 'the embedded one answers' : 'the external one answers' }
}

function isWithoutDatabase({ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>): boolean {
  return databaseUrl === undefined && !existsSync(join(dataDir, 'postgres'))
}

/** How the last runs ended: a refresh that fails is not mended by another one. */
async function lastRuns(config: Config): Promise<CheckResult> {
  if (isWithoutDatabase(config)) return { state: 'good', found: 'none was read yet' }
  const opened = await openDatabase({ dataDir: config.dataDir, url: config.databaseUrl, join: true })
  if (!opened.ok) return { state: 'warning', found: 'not known while the database does not answer' }
  try {
    await endInterruptedRuns(opened.value)
    return runsCheck(await feedStates(opened.value), config.mirror)
  } finally {
    await opened.value.close()
  }
}

/** What the last runs of the feeds come to; `mirror` is where the settings have them read. */
export function runsCheck(feeds: readonly FeedRow[], mirror: string | undefined): CheckResult {
  const ended = feeds.filter(({ status }) => status !== 'never' && status !== 'running')
  const [interrupted, failed] = partition(
    ended.filter(({ status }) => status === 'failed'),
    ({ problem }) => problem?.code === 'interrupted',
  )
  if (failed.length > 0) return { state: 'warning', found: failureWords(failed, ended.length), mend: wayOut(mirror) }
  if (interrupted.length > 0)
    return {
      state: 'warning',
      found: `the last run of ${idsOf(interrupted)} was interrupted`,
      mend: commandLine(`feeds refresh ${interrupted.map(({ id }) => id).join(' ')}`),
    }
  const reading = feeds.filter(({ status }) => status === 'running')
  if (reading.length > 0) return { state: 'good', found: `${idsOf(reading)} is being read` }
  return {
    state: 'good',
    found: ended.length === 0 ? 'none was read yet' : `the last run of all ${ended.length} succeeded`,
  }
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))]
}

/** Feeds that fail for the same reason are told of once. */
function failureWords(failed: readonly FeedRow[], ended: number): string {
  const reasons = Map.groupBy(failed, ({ problem }) => problem?.message ?? 'for no stated reason')
  const words = [...reasons].map(([reason, feeds]) => `${idsOf(feeds)}: ${reason}`)
  return `the last run of ${failed.length} of ${ended} failed; ${words.join('; ')}`
}

const MOST_NAMED = 5

function idsOf(feeds: readonly FeedRow[]): string {
  const more = feeds.length > MOST_NAMED ? ` and ${feeds.length - MOST_NAMED} more` : ''
  return `${feeds
    .slice(0, MOST_NAMED)
    .map(({ id }) => id)
    .join(', ')}${more}`
}

function wayOut(mirror: string | undefined): string {
  const bundle = `bring a bundle that another machine wrote (feeds export): ${commandLine('feeds import <file>')}`
  return mirror === undefined
    ? `without a way to the sources read a copy of them, LUNETTE_MIRROR=<folder or URL> or ${commandLine('feeds refresh --mirror <folder or URL>')}, or ${bundle}`
    : `look at the mirror ${mirror} (setting "mirror", LUNETTE_MIRROR), or ${bundle}`
}

async function knowledge(config: Config): Promise<CheckResult> {
  const { dataDir } = config
  const { maxKnowledgeAgeDays } = decidingOn(dataDir, config).settings
  const path = indexPath(dataDir)
  if (!existsSync(path)) return starterCheck(await isBeingRead(config))
  const index = openIndex(path)
  if (!index.ok)
    return { state: 'bad', found: index.error.message, mend: `${commandLine('feeds refresh')} builds it again` }
  const check = ageCheck(index.value, { now: systemClock(), maxAgeDays: maxKnowledgeAgeDays })
  index.value.close()
  return check
}

/** What a refresh reads counts from its end on. */
export function starterCheck(isBeingRead: boolean): CheckResult {
  const starter = 'only the built-in starter answers'
  return isBeingRead
    ? { state: 'warning', found: `a first refresh is under way: until it ends, ${starter}`, mend: 'wait until it ends' }
    : { state: 'warning', found: `no feeds loaded, ${starter}`, mend: refreshUnlessFailing() }
}

async function isBeingRead({ dataDir, databaseUrl }: Config): Promise<boolean> {
  if (isWithoutDatabase({ dataDir, databaseUrl })) return false
  const opened = await openDatabase({ dataDir, url: databaseUrl, join: true })
  if (!opened.ok) return false
  try {
    return (await feedStates(opened.value)).some(({ status }) => status === 'running')
  } finally {
    await opened.value.close()
  }
}

function refreshUnlessFailing(): string {
  return `${commandLine('feeds refresh')}; if that fails, "feeds" above says why and what else there is`
}

/** What is loaded, and what of it does not count: too old, or never read. */
export function ageCheck(
  index: Pick<KnowledgeIndex, 'coverages' | 'asOf' | 'vulnerabilityCount'>,
  currency: Currency,
): CheckResult {
  const coverages = index.coverages()
  const stale = coverages
    .filter((coverage) => !isCurrent(coverage, currency))
    .sort((a, b) => ((a.asOf ?? '') < (b.asOf ?? '') ? -1 : 1))
  const unread = [
    ...(coverages.length === 0 ? ['advisories of any ecosystem'] : []),
    ...decisionSources.filter((source) => index.asOf?.(source) === undefined).map(sourceName),
  ]
  const loaded = `${index.vulnerabilityCount} vulnerabilities for ${coverages.length} ecosystems`
  const oldest = `${stale[0]?.ecosystem} speaks as of ${stale[0]?.asOf?.slice(0, 10) ?? 'nobody knows when'}`
  const found = [
    `${loaded}${stale.length > 0 ? `, ${stale.length} of them out of date: ${oldest}` : ''}`,
    ...(unread.length > 0 ? [`never read: ${unread.join(', ')}`] : []),
  ].join('; ')
  if (stale.length === 0 && unread.length === 0) return { state: 'good', found }
  const copies = stale.length > 0 ? '; a mirror must be brought up to date itself' : ''
  return { state: 'warning', found, mend: `${refreshUnlessFailing()}${copies}` }
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
