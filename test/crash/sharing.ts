import { hostname } from 'node:os'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '#platform/database'
import { withTestDatabase } from '../support/database.ts'
import { killStarted, pause, type Running, startLunette, until } from '../support/process.ts'
import { contentOf, differences } from './content.ts'
import { Server } from './server.ts'
import { makeSite, type Site } from './site.ts'

const END_MS = 120_000
const READY_MS = 60_000
/** So many files are sent before a worker is killed. */
const FILES = 4

/**
 * A server that leaves its long work to two workers on the same PostgreSQL. In each of `rounds` rounds files are sent and
 * the worker that is at one of them is killed; another one is started in its place. The outcome must be that of one
 * process that nobody disturbed.
 */
export function sharingRounds(rounds: number): void {
  test(`${rounds} rounds of two workers, one killed in each, end as if nothing had happened (law 7)`, {
    timeout: 120_000 + rounds * END_MS,
  }, async () => {
    const site = makeSite()
    try {
      await withTestDatabase(async (database, url) => {
        const files = await disturb(site, rounds, database, url)
        const disturbed = await contentOf(site.folderFor('shared'), url)
        const expected = await undisturbed(site, rounds, files)
        expect(differences(expected, disturbed)).toEqual([])
      })
    } finally {
      await killStarted()
      site.remove()
    }
  })
}

/** Returns how many files were sent. */
async function disturb(site: Site, rounds: number, database: Database, url: string): Promise<number> {
  const env = { DATABASE_URL: url, LUNETTE_DATA_DIR: site.folderFor('shared') }
  const server = new Server(env.LUNETTE_DATA_DIR, site.mirror, { ...env, LUNETTE_IMPORTS_AT_ONCE: '0' })
  await server.up()
  const workers = await Promise.all([startWorker(site, env), startWorker(site, env)])
  const isDone = async () => (await server.unfinished()) === 0 || undefined
  site.publish(rounds)
  await server.refresh()
  await until(isDone, END_MS, 'the refresh by a worker')
  let files = 0
  for (let killed = 0; killed < rounds; ) {
    for (let file = 0; file < FILES; file++) await server.upload(site.sbom(files++))
    const busy = async () => (await busyOf(database, workers)) ?? ((await isDone()) ? 'too late' : undefined)
    const index = await until(busy, END_MS, 'a worker at a file')
    if (index === 'too late') continue
    await pause(Math.random() * 200)
    workers[index]!.child.kill('SIGKILL')
    await workers[index]!.ended
    killed++
    await until(isDone, END_MS, 'the end of the work by the other worker')
    workers[index] = await startWorker(site, env)
  }
  for (const { child, ended } of workers) {
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  }
  await server.down()
  return files
}

async function startWorker(site: Site, env: Record<string, string>): Promise<Running> {
  const shared = { ...env, LUNETTE_MIRROR: site.mirror, LUNETTE_TAKE_OVER_SECONDS: '1' }
  const run = startLunette(['worker'], shared)
  await until(
    () => (run.output().includes('ready') ? true : undefined),
    READY_MS,
    `the worker’s start: ${run.output()}`,
  )
  return run
}

/** Which of the workers is at something, as the database knows it. */
async function busyOf(database: Database, workers: readonly Running[]): Promise<number | undefined> {
  const { rows } = await sql<{ worker: string }>`select worker from job where kind = 'import'`.execute(
    database.instance,
  )
  const index = workers.findIndex(({ child }) =>
    rows.some(({ worker }) => worker.startsWith(`${hostname()}:${child.pid}:`)),
  )
  return index < 0 ? undefined : index
}

/** The same refresh and files in one process. */
async function undisturbed(site: Site, rounds: number, files: number) {
  site.publish(rounds)
  const data = site.folderFor('alone')
  const sboms = Array.from({ length: files }, (_, file) => site.sbom(file))
  for (const args of [
    ['feeds', 'refresh', '--mirror', site.mirror],
    ['import', ...sboms],
  ]) {
    const run = startLunette(args, { LUNETTE_DATA_DIR: data })
    expect(await run.ended, run.output()).toBe(0)
  }
  return contentOf(data)
}
