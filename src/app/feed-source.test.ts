import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { feeds as allFeeds } from '#intake/feeds'
import { feedSource } from './feed-source.ts'

test('a refresh that is stopped waits for no answer', async () => {
  const stop = new AbortController()
  const server = createServer(() => stop.abort())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const dataDir = mkdtempSync(join(tmpdir(), 'lunette-source-'))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    rmSync(dataDir, { recursive: true })
  })
  const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { feeds, gather } = feedSource({ mirror, dataDir, feedHosts: [], kevCatalogues: [] }, ['kev'], stop.signal)
  expect(await gather(feeds[0]!, {})).toMatchObject({ ok: false, error: { code: 'aborted' } })
})

test('a mirror folder that is not there is a problem of every feed, not a refresh of none', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lunette-source-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const nowhere = feedSource({ mirror: join(dataDir, 'nowhere'), dataDir, feedHosts: [], kevCatalogues: [] })
  expect(nowhere.feeds).toEqual(allFeeds)
  expect(await nowhere.gather(allFeeds[0]!, {})).toMatchObject({ ok: false, error: { code: 'no-mirror' } })
  const empty = feedSource({ mirror: dataDir, dataDir, feedHosts: [], kevCatalogues: [] })
  expect(empty.feeds).toEqual(allFeeds)
})

test('a catalogue that the settings name is fetched from its address, under its asserter', async () => {
  const server = createServer((_, response) => response.end('{"vulnerabilities":[]}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const dataDir = mkdtempSync(join(tmpdir(), 'lunette-source-'))
  onTestFinished(() => {
    server.close()
    rmSync(dataDir, { recursive: true })
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/any.json`
  const settings = { mirror: undefined, dataDir, feedHosts: [] }
  const { feeds, gather } = feedSource({ ...settings, kevCatalogues: [{ asserter: 'Other', url }] })
  const feed = feeds.find(({ id }) => id === 'kev-others')!
  expect(await gather(feed, {})).toMatchObject({ ok: true, value: { files: [{ name: 'kev/Other/kev.json' }] } })
  const none = feedSource({ ...settings, kevCatalogues: [] })
  expect(none.feeds.map(({ id }) => id)).not.toContain('kev-others')
})
