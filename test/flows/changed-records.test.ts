import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { digestOf, systemClock } from '#core/kernel'
import { gatherOverHttp } from '#flows/gather'
import { keepCurrent } from '#flows/keep-current'
import { feeds } from '#intake/feeds'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { servicePort } from '#platform/http'
import { listFindings } from '#views/findings'
import { type Installation, installation, osvRecord } from '../support/installation.ts'
import { zipOf } from '../support/zip.ts'

let site: Installation
/** What the publisher has, by id: the record and when it was modified. */
let records: Map<string, { modified: string; text: string }>
let asked: string[]
let address: string
let close: () => void
beforeEach(async () => {
  site = await installation()
  records = new Map()
  asked = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1)
    asked.push(path.replace('osv/npm/', ''))
    if (path === 'index.json') return void response.end(JSON.stringify(['osv/npm/all.zip', 'osv/npm/modified_id.csv']))
    const content = contentOf(path)
    if (content === undefined) return void response.writeHead(404).end()
    const etag = `"${digestOf(content.toString('base64'))}"`
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end()
    response.writeHead(200, { etag }).end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () => server.close()
})
afterEach(async () => {
  close()
  await site.close()
})

function contentOf(path: string): Buffer | undefined {
  const sorted = [...records].sort(([, a], [, b]) => Date.parse(b.modified) - Date.parse(a.modified))
  if (path === 'osv/npm/modified_id.csv')
    return Buffer.from(sorted.map(([id, { modified }]) => `${modified},${id}`).join('\n'))
  if (path === 'osv/npm/all.zip')
    return zipOf(Object.fromEntries(sorted.map(([id, { text }]) => [`${id}.json`, Buffer.from(text)])))
  const record = records.get(path.replace(/^osv\/npm\/|\.json$/g, ''))
  return record && Buffer.from(record.text)
}

function publish(id: string, modified: string, over: object = {}): void {
  const text = osvRecord(id, 'npm', 'left-pad', '2.0.0', { modified, ...over })
  records.set(id, { modified, text })
}

async function refresh() {
  asked = []
  const gather = gatherOverHttp({
    port: servicePort({ hosts: [], privateHosts: ['127.0.0.1'] }),
    mirror: address,
    folder: join(site.folder, 'fetched'),
    clock: systemClock,
    wait: async () => {},
  })
  const osv = feeds.filter(({ id }) => id === 'osv')
  const kept = await keepCurrent(site, { feeds: osv, gather }, () => {})
  if (!kept.ok) throw new Error(kept.error.message)
  return kept.value.feeds[0]!
}

async function found(): Promise<string[]> {
  const { rows } = await listFindings(site.database, DEFAULT_WORKSPACE, { filter: '', limit: 100 })
  return rows.map((row) => row.vulnerabilityId ?? '').sort()
}

test('records that changed, were withdrawn or are new are read one by one', async () => {
  publish('GHSA-1', '2026-08-01T00:00:00Z')
  publish('GHSA-2', '2026-08-02T00:00:00Z')
  await refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  expect(await found()).toEqual(['GHSA-1', 'GHSA-2'])
  publish('GHSA-1', '2026-08-03T00:00:00Z', { withdrawn: '2026-08-03T00:00:00Z' })
  publish('GHSA-3', '2026-08-03T00:00:00.5Z')
  expect(await refresh()).toMatchObject({ outcome: { status: 'complete', read: 2 } })
  expect(asked.toSorted()).toEqual(['GHSA-1.json', 'GHSA-3.json', 'index.json', 'modified_id.csv'])
  expect(await found()).toEqual(['GHSA-2', 'GHSA-3'])
  expect(await refresh()).toMatchObject({ outcome: { status: 'unchanged' } })
})

test('a changed record that nobody can read is dropped and counted, and the feed goes on', async () => {
  publish('GHSA-1', '2026-08-01T00:00:00Z')
  await refresh()
  await site.record('shop', ['pkg:npm/left-pad@1.3.0'])
  records.set('GHSA-2', { modified: '2026-08-02T00:00:00Z', text: '{"id": 7}' })
  const { outcome, problem } = await refresh()
  expect(problem).toBeUndefined()
  expect(outcome.dropped.reduce((sum, { count }) => sum + count, 0)).toBe(1)
  publish('GHSA-3', '2026-08-03T00:00:00Z')
  expect((await refresh()).outcome.kept).toBe(1)
  expect(await found()).toEqual(['GHSA-1', 'GHSA-3'])
})

test('what only an older reader has read is read again, without its positions', async () => {
  publish('GHSA-1', '2026-08-01T00:00:00Z')
  await refresh()
  await sql`update feed set state = jsonb_set(state, '{reader}', '"0"') where id = 'osv'`.execute(
    site.database.instance,
  )
  expect(await refresh()).toMatchObject({ outcome: { read: 1 } })
  expect(asked).toContain('all.zip')
  expect(await refresh()).toMatchObject({ outcome: { status: 'unchanged' } })
})
