import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { digestOf, systemClock } from '#core/kernel'
import { defaultFeedLimits, feeds } from '#intake/feeds'
import { servicePort } from '#platform/http'
import { memorySink } from '../intake/feeds/memory-sink.kit.ts'
import { gatherOverHttp } from './gather.ts'
import type { Gathered } from './refresh.ts'

const osv = feeds.find((feed) => feed.id === 'osv')!
/** Days as whole numbers; a fraction is one of a second. */
const day = (number: number) =>
  `2026-08-${String(Math.floor(number)).padStart(2, '0')}T00:00:00${/\.\d+/.exec(String(number))?.[0] ?? ''}Z`

/** What the mirror has now: records by id with the day of their modification, and ids it fails to serve. */
let records: Map<string, number>
let broken: Set<string>
let damaged: Set<string>
let sent: string[]
let state: Record<string, unknown>
beforeEach(() => {
  records = new Map([
    ['GHSA-1', 1],
    ['GHSA-2', 2],
  ])
  broken = new Set()
  damaged = new Set()
  sent = []
  state = {}
})

const listOf = () => [...records].sort(([, a], [, b]) => b - a).map(([id, at]) => `${day(at)},${id}`)
const recordOf = (id: string) =>
  JSON.stringify({
    id,
    modified: day(records.get(id) ?? 1),
    affected: [{ package: { ecosystem: 'npm', name: 'a' }, versions: ['1.0.0'] }],
  })

/** A real HTTP mirror with one ecosystem; each call of the result is one refresh. */
async function mirror() {
  const server = createServer((request, response) => {
    const path = request.url?.replace('/m/', '') ?? ''
    const etag = `"${digestOf(listOf().join())}"`
    if (path === 'index.json') return void response.end(JSON.stringify(['osv/npm/all.zip', 'osv/npm/modified_id.csv']))
    if (path !== 'osv/npm/all.zip' && request.headers['if-none-match'] === etag)
      return void response.writeHead(304).end()
    sent.push(path.replace('osv/npm/', ''))
    if (path === 'osv/npm/all.zip') return void response.end('the archive')
    if (path === 'osv/npm/modified_id.csv') return void response.writeHead(200, { etag }).end(listOf().join('\n'))
    const id = path.replace(/^osv\/npm\/|\.json$/g, '')
    if (!records.has(id) || broken.has(id)) return void response.writeHead(broken.has(id) ? 500 : 404).end()
    response.end(damaged.has(id) ? '{"id": "GH' : recordOf(id))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'lunette-changes-'))
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/m`
  const port = servicePort({ hosts: [], privateHosts: ['127.0.0.1'] })
  return async (): Promise<Gathered & { fetched: string[] }> => {
    sent = []
    const gather = gatherOverHttp({ port, mirror: address, folder, clock: systemClock, wait: async () => {} })
    const gathered = await gather(osv, state)
    if (!gathered.ok) throw new Error(gathered.error.message)
    state = JSON.parse(JSON.stringify(gathered.value.state))
    return { ...gathered.value, fetched: sent.toSorted() }
  }
}

it('takes the archive once, then only the records that changed', async () => {
  const refresh = await mirror()
  expect((await refresh()).fetched).toEqual(['all.zip', 'modified_id.csv'])
  expect(await refresh()).toMatchObject({ fetched: [], nothingNew: true })
  records.set('GHSA-2', 5).set('GHSA-3', 6)
  const changed = await refresh()
  expect(changed.fetched).toEqual(['GHSA-2.json', 'GHSA-3.json', 'modified_id.csv'])
  const sink = memorySink()
  const read = await osv.read(changed.files[0]!, sink, defaultFeedLimits)
  expect(read).toMatchObject({ ok: true, value: { outcome: { kept: 2 } } })
  expect(sink.statements.map((statement) => statement.recordId)).toEqual(['GHSA-2', 'GHSA-3'])
  expect((await refresh()).fetched).toEqual([])
})

it('a record that changed in the same second, or at the very moment, is not missed', async () => {
  const refresh = await mirror()
  await refresh()
  records.set('GHSA-3', 2.5)
  expect((await refresh()).fetched).toEqual(['GHSA-3.json', 'modified_id.csv'])
  records.set('GHSA-4', 2.5)
  expect((await refresh()).fetched).toEqual(['GHSA-4.json', 'modified_id.csv'])
})

it('a record that is damaged or gone is owed for five runs and holds up no other', async () => {
  const refresh = await mirror()
  await refresh()
  records.set('GHSA-3', 3).set('GHSA-4', 4)
  damaged.add('GHSA-3')
  const first = await refresh()
  expect(first.fetched).toEqual(['GHSA-3.json', 'GHSA-4.json', 'modified_id.csv'])
  expect(first.problems?.map(({ message }) => message)).toEqual(['GHSA-3 came damaged'])
  for (let run = 2; run <= 5; run++) expect((await refresh()).fetched).toEqual(['GHSA-3.json'])
  expect(await refresh()).toMatchObject({ fetched: [], nothingNew: true })
  records.set('GHSA-3', 9)
  damaged.clear()
  expect((await refresh()).fetched).toEqual(['GHSA-3.json', 'modified_id.csv'])
})

it('a record that cannot be had is said, and asked for again', async () => {
  const refresh = await mirror()
  await refresh()
  records.set('GHSA-3', 6).set('GHSA-4', 7)
  broken.add('GHSA-3')
  const partly = await refresh()
  expect(partly.problems).toHaveLength(1)
  broken.clear()
  const again = await refresh()
  expect(again.fetched).toContain('GHSA-3.json')
  expect(again.problems).toEqual([])
})

it('takes the archive again when too much changed, or when the list does not reach back', async () => {
  const refresh = await mirror()
  await refresh()
  for (let number = 0; number < 1_001; number++) records.set(`GHSA-n${number}`, 8)
  expect((await refresh()).fetched).toEqual(['all.zip', 'modified_id.csv'])
  records = new Map([['GHSA-9', 9]])
  expect((await refresh()).fetched).toEqual(['all.zip', 'modified_id.csv'])
})

it('takes the archive when a tenth of an ecosystem changed, unless that is only a few records', async () => {
  const refresh = await mirror()
  const change = (count: number, at: number) => {
    for (let number = 0; number < count; number++) records.set(`GHSA-${100 + number}`, at)
  }
  change(300, 1)
  await refresh()
  change(29, 4)
  expect((await refresh()).fetched).toHaveLength(30)
  change(40, 5)
  expect((await refresh()).fetched).toEqual(['all.zip', 'modified_id.csv'])
  records = new Map([...records].slice(0, 22))
  await refresh()
  change(19, 6)
  expect((await refresh()).fetched).toHaveLength(20)
})

it('NVD: the years once, then the modified feed while it reaches back', () => {
  const nvd = feeds.find((feed) => feed.id === 'nvd')!
  const names = (today: string, confirmed?: Record<string, string>) =>
    nvd
      .official(today, confirmed ? { confirmed } : {})
      .map(({ name }) => name.slice('nvdcve-2.0-'.length, -'.json.gz'.length))
  const all = names('2026-08-01')
  expect(all).toEqual([...Array.from({ length: 25 }, (_, index) => String(2002 + index)), 'modified'])
  const held = Object.fromEntries(all.map((part) => [`nvdcve-2.0-${part}.json.gz`, '2026-08-01']))
  expect(names('2026-08-08', held)).toEqual(['modified'])
  expect(names('2026-08-09', held)).toEqual(all)
  expect(names('2026-08-03', { ...held, 'nvdcve-2.0-modified.json.gz': '' })).toEqual(all)
  const newYear = { ...held, 'nvdcve-2.0-modified.json.gz': '2026-12-31' }
  expect(names('2027-01-01', newYear)).toEqual(['2027', 'modified'])
  const after = { ...newYear, 'nvdcve-2.0-2027.json.gz': '2027-01-01', 'nvdcve-2.0-modified.json.gz': '2027-01-02' }
  expect(names('2027-01-03', after)).toEqual(['modified'])
})
