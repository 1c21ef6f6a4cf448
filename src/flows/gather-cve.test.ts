import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '#core/kernel'
import { defaultFeedLimits, type Feed, feeds } from '#intake/feeds'
import { servicePort } from '#platform/http'
import { zipOf } from '../../test/support/zip.ts'
import { memorySink } from '../intake/feeds/memory-sink.kit.ts'
import { gatherOverHttp } from './gather.ts'
import type { Gathered } from './refresh.ts'

const cve = feeds.find((feed) => feed.id === 'cve')!

interface Run {
  fetchTime: string
  new?: string[]
  updated?: string[]
}

/** The program's repository: its log, newest first, and the records it serves. */
let log: Run[]
let broken: Set<string>
let logText: string | undefined
beforeEach(() => {
  log = [{ fetchTime: at(1), new: ['CVE-2026-1001', 'CVE-2026-12345'] }]
  broken = new Set()
  logText = undefined
})

const at = (hour: number) => `2026-08-10T${String(hour).padStart(2, '0')}:00:00.000Z`
const pathOf = (id: string) => `${id.slice(4, 8)}/${id.slice(9, -3)}xxx/${id}.json`
const recordOf = (cveId: string) =>
  JSON.stringify({ cveMetadata: { cveId, state: 'PUBLISHED' }, containers: { cna: {} } })
const entryOf = (cveId: string) => ({ cveId, githubLink: `https://example.org/${cveId}`, dateUpdated: at(0) })

/** Each call of the result is one refresh from a server laid out like upstream. */
async function upstream(asMirror = false) {
  let sent: string[] = []
  const bodies = (path: string): string | Buffer | undefined => {
    const ids = log.flatMap((run) => [...(run.new ?? []), ...(run.updated ?? [])])
    if (path === 'index.json') return JSON.stringify(['cve/cvelistV5-main.zip', 'cve/cves/deltaLog.json'])
    const [, name = ''] = /^(?:cve\/)?(.+)$/.exec(path) ?? []
    if (name === 'cvelistV5-main.zip')
      return zipOf(
        Object.fromEntries(ids.map((id) => [`cvelistV5-main/cves/${pathOf(id)}`, Buffer.from(recordOf(id))])),
      )
    if (name === 'cves/deltaLog.json')
      return (
        logText ??
        JSON.stringify(
          log.map((run) => ({
            fetchTime: run.fetchTime,
            numberOfChanges: 1,
            new: (run.new ?? []).map(entryOf),
            updated: (run.updated ?? []).map(entryOf),
            error: [],
          })),
        )
      )
    const id = ids.find((one) => name === `cves/${pathOf(one)}`)
    return id === undefined || broken.has(id) ? undefined : recordOf(id)
  }
  const server = createServer((request, response) => {
    const path = request.url?.slice(1) ?? ''
    const body = bodies(path)
    sent.push(path.replace(/^.*\//, ''))
    if (body === undefined) response.writeHead(404).end()
    else response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'lunette-cve-'))
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const feed: Feed = { ...cve, official: () => [{ name: 'cvelistV5-main.zip', url: `${address}/cvelistV5-main.zip` }] }
  const port = servicePort({ hosts: [], privateHosts: ['127.0.0.1'] })
  let state: Record<string, unknown> = {}
  return async (): Promise<Gathered & { sent: string[]; kept: string[] }> => {
    sent = []
    const source = { port, folder, clock: systemClock, wait: async () => {}, ...(asMirror && { mirror: address }) }
    const gathered = await gatherOverHttp(source)(asMirror ? cve : feed, state)
    if (!gathered.ok) throw new Error(gathered.error.message)
    state = JSON.parse(JSON.stringify(gathered.value.state))
    const sink = memorySink()
    for (const file of gathered.value.files) {
      const read = await cve.read(file, sink, defaultFeedLimits)
      if (!read.ok) throw new Error(read.error.message)
    }
    const kept = sink.statements.map(({ recordId }) => recordId).toSorted()
    return { ...gathered.value, sent: sent.filter((name) => name !== 'index.json').toSorted(), kept }
  }
}

it.each([
  ['the publisher', false],
  ['a mirror', true],
])('from %s the archive is fetched once, then the records that its log names', async (_where, asMirror) => {
  const refresh = await upstream(asMirror)
  const first = await refresh()
  expect(first.sent).toEqual(['cvelistV5-main.zip', 'deltaLog.json'])
  expect(first.kept).toEqual(['CVE-2026-1001', 'CVE-2026-12345'])
  expect(await refresh()).toMatchObject({ sent: ['deltaLog.json'], nothingNew: true })
  log.unshift({ fetchTime: at(2), new: ['CVE-2026-2000'] }, { fetchTime: at(2), updated: ['CVE-2026-1001'] })
  log.unshift({ fetchTime: at(3), updated: ['CVE-2026-2000'] })
  const changed = await refresh()
  expect(changed.sent).toEqual(['CVE-2026-1001.json', 'CVE-2026-2000.json', 'deltaLog.json'])
  expect(changed.kept).toEqual(['CVE-2026-1001', 'CVE-2026-2000'])
  expect(changed.files).toMatchObject([{ some: true }])
  expect((await refresh()).sent).toEqual(['deltaLog.json'])
})

it('a log that no longer reaches back to the last time gives the whole archive', async () => {
  const refresh = await upstream()
  await refresh()
  log = [{ fetchTime: at(9), updated: ['CVE-2026-3000'] }]
  expect(await refresh()).toMatchObject({ sent: ['cvelistV5-main.zip', 'deltaLog.json'], kept: ['CVE-2026-3000'] })
  log.unshift({ fetchTime: at(10), updated: ['CVE-2026-3001'] })
  expect((await refresh()).kept).toEqual(['CVE-2026-3001'])
})

it.each([
  ['damaged', '[{"fetchTime":"2026-08-10T09:00:00Z","new":[{"cveId":'],
  ['no log', '{"hello":"world"}'],
  ['a web page', '<html></html>'],
  ['deeply nested', `[${'['.repeat(3_000)}`],
])('a log that is %s gives the whole archive', async (_what, text) => {
  const refresh = await upstream()
  await refresh()
  logText = text
  expect((await refresh()).kept).toEqual(['CVE-2026-1001', 'CVE-2026-12345'])
})

it('an id that is none is never asked for', async () => {
  const refresh = await upstream()
  await refresh()
  log.unshift({ fetchTime: at(2), new: ['../../secret', 'CVE-2026-../x', 'CVE-2026-4000'] })
  expect((await refresh()).sent).toEqual(['CVE-2026-4000.json', 'deltaLog.json'])
})

it('a record that cannot be had is said, and asked for again', async () => {
  const refresh = await upstream()
  await refresh()
  log.unshift({ fetchTime: at(2), new: ['CVE-2026-4000', 'CVE-2026-4001'] })
  broken.add('CVE-2026-4001')
  expect(await refresh()).toMatchObject({
    kept: ['CVE-2026-4000'],
    problems: [{ code: 'not-fetched' }],
    current: false,
  })
  broken.clear()
  expect(await refresh()).toMatchObject({ kept: ['CVE-2026-4001'], problems: [] })
})

it('the publisher’s log and records lie in its repository', () => {
  const [archive] = cve.official('2026-08-10', {}) as [{ name: string; url: string }]
  const base = 'https://raw.githubusercontent.com/CVEProject/cvelistV5/main/cves'
  expect(cve.changes?.listOf(archive)?.url).toBe(`${base}/deltaLog.json`)
  expect(cve.changes?.recordOf(archive, 'CVE-2024-12345')).toBe(`${base}/2024/12xxx/CVE-2024-12345.json`)
  expect(cve.changes?.recordOf(archive, 'CVE-1999-0001')).toBe(`${base}/1999/0xxx/CVE-1999-0001.json`)
})
