import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Instant, systemClock } from '#core/kernel'
import { type Feed, feeds } from '#intake/feeds'
import { servicePort } from '#platform/http'
import { gatherOverHttp } from './gather.ts'

const kev = feeds.find((feed) => feed.id === 'kev')!
const epss = feeds.find((feed) => feed.id === 'epss')!

async function mirrorOf(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'lunette-gather-'))
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mirror`
  const port = servicePort({ hosts: [], privateHosts: ['127.0.0.1'] })
  return () => gatherOverHttp({ port, mirror, folder, clock: systemClock, wait: async () => {} })
}

const files: Record<string, string> = {
  '/mirror/index.json': JSON.stringify([
    'kev/kev.json',
    'epss/epss_scores-2026-08-01.csv.gz',
    'epss/epss_scores-2026-08-02.csv.gz',
  ]),
  '/mirror/kev/kev.json': '{}',
  '/mirror/epss/epss_scores-2026-08-01.csv.gz': 'a',
}

test('an HTTP mirror gives each feed its files, and the unchanged are not sent again', async () => {
  const sent: string[] = []
  const gather = await mirrorOf((request, response) => {
    const body = files[request.url ?? '']
    if (body === undefined) return void response.writeHead(404).end()
    if (request.headers['if-none-match'] === '"v"') return void response.writeHead(304).end()
    sent.push(request.url ?? '')
    response.writeHead(200, { etag: '"v"' }).end(body)
  })
  const first = await gather()(kev, {})
  expect(first).toMatchObject({
    ok: true,
    value: { files: [{ name: 'kev/kev.json' }], state: { validators: { 'kev/kev.json': { etag: '"v"' } } } },
  })
  const again = await gather()(kev, first.ok ? first.value.state : {})
  expect(again).toMatchObject({ ok: true, value: { files: [{ name: 'kev/kev.json' }] } })
  expect(sent.filter((url) => url.includes('kev.json'))).toHaveLength(1)
})

test('a file that cannot be had does not lose the others, and is said', async () => {
  const gather = await mirrorOf((request, response) => {
    if (request.url?.endsWith('08-02.csv.gz')) return void response.writeHead(500).end()
    response.writeHead(200).end(files[request.url ?? ''])
  })
  expect(await gather()(epss, {})).toMatchObject({
    ok: true,
    value: { files: [{ name: 'epss/epss_scores-2026-08-01.csv.gz' }], problems: [{ code: 'refused' }] },
  })
})

test('a host nobody answers at is not tried again for each file', async () => {
  const server = createServer((request, response) => {
    if (request.url?.endsWith('index.json')) return void response.end(files['/mirror/index.json'])
    server.close()
    request.socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'lunette-gather-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  let pauses = 0
  const gather = gatherOverHttp({
    port: servicePort({ hosts: [], privateHosts: ['127.0.0.1'] }),
    mirror: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mirror`,
    folder,
    clock: systemClock,
    wait: async () => void pauses++,
  })
  expect(await gather(epss, {})).toMatchObject({ ok: false, error: { code: 'unreachable' } })
  expect(pauses).toBe(3)
})

test('a mirror without a list, with a wrong one, or with paths that climb is refused', async () => {
  const answers: [string | undefined, string][] = [
    [undefined, 'no-mirror-index'],
    ['<html>', 'bad-mirror-index'],
    ['["../../etc/passwd"]', 'bad-mirror-index'],
    ['["kev/../../x"]', 'bad-mirror-index'],
  ]
  for (const [body, code] of answers) {
    const gather = await mirrorOf(
      (_request, response) => void (body === undefined ? response.writeHead(404).end() : response.end(body)),
    )
    expect(await gather()(kev, {})).toMatchObject({ ok: false, error: { code } })
  }
})

test('a feed that only mirrors have says so when it is asked for without one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lunette-gather-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const gather = gatherOverHttp({ port: servicePort({ hosts: [], privateHosts: [] }), folder, clock: systemClock })
  expect(await gather({ ...kev, official: () => [] }, {})).toMatchObject({ ok: false, error: { code: 'mirror-only' } })
})

test('every official address is https', () => {
  for (const feed of feeds)
    for (const { url, name } of feed.official('2026-08-02', {})) {
      expect(url).toMatch(/^https:\/\//)
      expect(name).not.toMatch(/\.\.|^\//)
    }
})

test('what says only what changed since the others is not had while one of them is missing', async () => {
  let broken = true
  const server = createServer((request, response) => {
    if (broken && request.url === '/2019') return void response.writeHead(403).end()
    response.end('x')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'lunette-gather-'))
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const official = () => [
    { name: '2019', url: `${base}/2019` },
    { name: '2020', url: `${base}/2020` },
    { name: 'modified', url: `${base}/modified`, restsOnOthers: true },
  ]
  const port = servicePort({ hosts: [], privateHosts: ['127.0.0.1'] })
  const gather = gatherOverHttp({ port, folder, clock: systemClock, wait: async () => {} })
  const confirmed = async () => {
    const gathered = await gather({ ...kev, official }, {})
    return gathered.ok ? Object.keys(gathered.value.state.confirmed as object).sort() : gathered.error
  }
  expect(await confirmed()).toEqual(['2020'])
  broken = false
  expect(await confirmed()).toEqual(['2019', '2020', 'modified'])
})

test('what is here of a file is told while it is fetched', async () => {
  const gather = await mirrorOf((request, response) => {
    const body = request.url?.endsWith('kev.json') ? 'x'.repeat(300_000) : (files[request.url ?? ''] ?? '')
    response.writeHead(200, { 'content-length': body.length }).end(body)
  })
  const told: [string, number, number | undefined][] = []
  await gather()(kev, {}, (...event) => void told.push(event))
  expect(told.at(-1)).toEqual(['kev/kev.json', 300_000, 300_000])
})

test('the days of EPSS that are not stored are fetched, and one the publisher has not is not asked for again at once', async () => {
  let asked: string[] = []
  const day = (age: number) => new Date(Date.parse('2026-08-10') - age * 86_400_000).toISOString().slice(0, 10)
  const server = createServer((request, response) => {
    const date = request.url?.slice(1) ?? ''
    asked.push(date)
    response.writeHead(date === day(30) ? 404 : 200).end(date)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'lunette-epss-'))
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const feed: Feed = {
    ...epss,
    official: (today, state) =>
      epss.official(today, state).map(({ name }) => ({ name, url: `${address}/${name.slice(12, 22)}` })),
  }
  const port = servicePort({ hosts: [], privateHosts: ['127.0.0.1'] })
  const clock = () => '2026-08-10T06:00:00.000Z' as Instant
  const gather = gatherOverHttp({ port, folder, clock, wait: async () => {} })
  const first = await gather(feed, { heldDays: [] })
  if (!first.ok) throw new Error(first.error.message)
  expect(asked.slice(0, 4)).toEqual([day(1), day(0), day(30), day(60)])
  expect(asked).toHaveLength(16)
  expect(first.value).toMatchObject({ problems: [], current: true })
  const heldDays = asked.filter((date) => date !== day(30))
  asked = []
  await gather(feed, { ...first.value.state, heldDays })
  expect(asked).toContain(day(31))
  expect(asked).not.toContain(day(30))
  expect(asked.filter((date) => heldDays.includes(date))).toEqual([day(1), day(0)])
})
