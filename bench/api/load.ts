import { createWriteStream, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Job } from '#contract'
import type { Server } from './server.ts'

const PACKAGES = 100_000
/** A piece of work that does not end is a failure of the bench, not of a bar. */
const MOST_MS = 900_000

/** Work that runs beside the clients, timed. */
export interface Load {
  name: string
  count: number
  ms: number
  bar?: { text: string; met(perSecond: number, ms: number): boolean }
}

export interface Prepared {
  mirror: string
  /** An inventory of packages with a vulnerability each. */
  sbom(application: string): Buffer
}

/** A mirror with an advisory for each of 100,000 packages, and the real feeds beside it where they are, unless without. */
export async function prepareLoad(folder: string, { withFeeds = true } = {}): Promise<Prepared> {
  const mirror = join(folder, 'mirror')
  mkdirSync(join(mirror, 'osv'), { recursive: true })
  const feeds = join(process.env.LUNETTE_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data'), 'feeds')
  if (withFeeds && existsSync(feeds))
    for (const name of readdirSync(feeds)) if (name !== 'osv') symlinkSync(join(feeds, name), join(mirror, name))
  await writeLines(join(mirror, 'osv/npm.ndjson'), advisoryOf)
  const components = Array.from({ length: PACKAGES }, (_, index) => componentOf(index)).join(',')
  return {
    mirror,
    sbom: (application) =>
      Buffer.from(
        `{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":{"timestamp":"2026-01-01T00:00:00Z","component":{"type":"application","name":"${application}","bom-ref":"root"}},"components":[${components}]}`,
      ),
  }
}

/** Refreshes these feeds and waits for the end. */
export async function refreshed(server: Server, feeds: readonly string[]): Promise<Load> {
  const ended = await ran(server, () => server.post('/feeds/refresh', 'application/json', JSON.stringify({ feeds })))
  return { name: `refresh of ${feeds.join(', ')}`, count: 1, ms: ended.ms }
}

/** Imports an application's inventory and waits until its findings are recorded. */
export async function imported(server: Server, { sbom }: Prepared, application: string): Promise<Load> {
  const body = sbom(application)
  const ended = await ran(server, () =>
    server.post(`/imports?name=${application}.cdx.json&exposure=internal`, 'application/octet-stream', body),
  )
  return { name: `import of ${application}: ${ended.summary}`, count: PACKAGES, ms: ended.ms }
}

async function ran(server: Server, begin: () => Promise<unknown>): Promise<{ ms: number; summary: string }> {
  const started = performance.now()
  const { id } = (await begin()) as { id: string }
  for (;;) {
    const { text } = await server.get(`/jobs/${id}`)
    const { state, problem, result } = JSON.parse(text) as Job
    const ms = performance.now() - started
    if (state === 'done') return { ms, summary: result?.summary ?? '' }
    if (state !== 'running' || ms > MOST_MS) throw new Error(`the work ended as ${state}: ${problem?.message}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function advisoryOf(index: number): string {
  return JSON.stringify({
    id: `GHSA-bench-${index}`,
    modified: '2026-01-01T00:00:00Z',
    published: '2026-01-01T00:00:00Z',
    aliases: [`CVE-2026-${100_000 + index}`],
    summary: `A weakness of bench-${index}`,
    affected: [
      {
        package: { ecosystem: 'npm', name: `bench-${index}` },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
      },
    ],
  })
}

function componentOf(index: number): string {
  const name = `bench-${index}`
  return `{"type":"library","bom-ref":"${name}","name":"${name}","version":"1.0.0","purl":"pkg:npm/${name}@1.0.0"}`
}

async function writeLines(path: string, lineOf: (index: number) => string): Promise<void> {
  function* lines() {
    for (let index = 0; index < PACKAGES; index++) yield `${lineOf(index)}\n`
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
}

/** True where the real feeds are there to be refreshed. */
export function hasRealFeeds({ mirror }: Prepared): boolean {
  return existsSync(join(mirror, 'nvd'))
}
