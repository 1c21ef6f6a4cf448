import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Job } from '#contract'
import { DEFAULT_WORKSPACE, openDatabase } from '#platform/database'
import { askAround } from '../../bench/api/clients.ts'
import { residentBytes, type Server, startServer } from '../../bench/api/server.ts'
import { dataFolder } from '../support/data-folder.ts'
import { seedAssets, seedFindings } from '../support/findings.ts'
import { pause, workersOf } from '../support/process.ts'

/** How long the load lasts; the bar is half an hour. */
const MINUTES = Number(process.env.LUNETTE_LOAD_MINUTES ?? 30)
const CLIENTS = 4
const PACKAGES = 3_000
const SAMPLE_MS = 2_000
/** Of the median of the middle third of the samples, the last third's may be so much. */
const MOST_GROWTH = 1.1

const folder = dataFolder('memory')
let server: Server | undefined
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test(`memory stays flat over ${MINUTES} minutes of lists, imports and refreshes`, async () => {
  const mirror = join(folder, 'mirror')
  mkdirSync(join(mirror, 'osv'), { recursive: true })
  publish(mirror, 0)
  server = await startServer(join(folder, 'data'), mirror)
  await ended(server, '/feeds/refresh', JSON.stringify({ feeds: ['osv'] }))
  await seed(join(folder, 'data'))

  const deadline = Date.now() + MINUTES * 60_000
  const works = [importing(server, deadline), refreshing(server, mirror, deadline)]
  const samples = sampling(server.pid, deadline)
  await askAround(server, Array.from({ length: CLIENTS }), Promise.all(works))
  const { server: own, worker } = await samples
  for (const [name, held] of Object.entries({ server: own, worker })) {
    const [middle, last] = [medianOf(third(held, 1)), medianOf(third(held, 2))]
    process.stdout.write(`${name}: ${mega(middle)} MiB in the middle third, ${mega(last)} MiB in the last\n`)
    expect(last / middle, name).toBeLessThan(MOST_GROWTH)
  }
})

/** An inventory that changes each time: another release, another tenth of its packages missing. */
async function importing(to: Server, deadline: number): Promise<void> {
  for (let turn = 0; Date.now() < deadline; turn++) {
    const components = Array.from({ length: PACKAGES }, (_, index) => index)
      .filter((index) => index % 10 !== turn % 10)
      .map((index) => component(index))
    const bom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {
        timestamp: new Date().toISOString(),
        component: { type: 'application', name: `loaded-${turn % 3}`, 'bom-ref': 'root' },
      },
      components,
    }
    await ended(to, `/imports?name=loaded.cdx.json&exposure=internal`, JSON.stringify(bom), 'application/octet-stream')
  }
}

/** Each refresh finds new advisories. */
async function refreshing(to: Server, mirror: string, deadline: number): Promise<void> {
  for (let turn = 1; Date.now() < deadline; turn++) {
    publish(mirror, turn)
    await ended(to, '/feeds/refresh', JSON.stringify({ feeds: ['osv'] }))
    await pause(Math.min(10_000, Math.max(0, deadline - Date.now())))
  }
}

async function sampling(pid: number, deadline: number): Promise<{ server: number[]; worker: number[] }> {
  const held = { server: [] as number[], worker: [] as number[] }
  while (Date.now() < deadline) {
    held.server.push(residentBytes(pid))
    const workers = workersOf(pid)
    if (workers.length > 0) held.worker.push(workers.reduce((sum, worker) => sum + residentBytes(worker), 0))
    await pause(SAMPLE_MS)
  }
  return held
}

async function ended(to: Server, path: string, body: string, type = 'application/json'): Promise<void> {
  const { id } = (await to.post(path, type, Buffer.from(body))) as { id: string }
  for (;;) {
    const { state, problem } = JSON.parse((await to.get(`/jobs/${id}`)).text) as Job
    if (state === 'done') return
    if (state !== 'running') throw new Error(`${path} ended as ${state}: ${problem?.message}`)
    await pause(200)
  }
}

function publish(mirror: string, turn: number): void {
  const records = Array.from({ length: PACKAGES }, (_, index) => JSON.stringify(advisory(index, turn)))
  writeFileSync(join(mirror, 'osv/npm.ndjson'), records.join('\n'))
}

/** Every hundredth is revised each turn. */
function advisory(index: number, turn: number): object {
  const revised = index % 100 === turn % 100 ? turn : 0
  return {
    id: `GHSA-load-${index}`,
    modified: new Date(Date.UTC(2026, 0, 1) + revised * 60_000).toISOString(),
    aliases: [`CVE-2026-${100_000 + index}`],
    summary: `A weakness of load-${index}`,
    affected: [
      {
        package: { ecosystem: 'npm', name: `load-${index}` },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `2.0.${revised}` }] }],
      },
    ],
  }
}

function component(index: number): object {
  const name = `load-${index}`
  return { type: 'library', 'bom-ref': name, name, version: '1.0.0', purl: `pkg:npm/${name}@1.0.0` }
}

async function seed(dataDir: string): Promise<void> {
  const opened = await openDatabase({ dataDir, join: true })
  if (!opened.ok) throw new Error(opened.error.message)
  try {
    await seedAssets(opened.value, DEFAULT_WORKSPACE, 500)
    await seedFindings(opened.value, DEFAULT_WORKSPACE, { assets: 500, count: 20_000 })
  } finally {
    await opened.value.close()
  }
}

function third(values: readonly number[], number: 0 | 1 | 2): number[] {
  const length = Math.floor(values.length / 3)
  return values.slice(number * length, (number + 1) * length)
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

function mega(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}
