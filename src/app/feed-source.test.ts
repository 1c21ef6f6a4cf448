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
  const { feeds, gather } = feedSource({ mirror, dataDir, feedHosts: [] }, ['kev'], stop.signal)
  expect(await gather(feeds[0]!, {})).toMatchObject({ ok: false, error: { code: 'aborted' } })
})

test('a mirror folder that is not there is a problem of every feed, not a refresh of none', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lunette-source-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  const nowhere = feedSource({ mirror: join(dataDir, 'nowhere'), dataDir, feedHosts: [] })
  expect(nowhere.feeds).toEqual(allFeeds)
  expect(await nowhere.gather(allFeeds[0]!, {})).toMatchObject({ ok: false, error: { code: 'no-mirror' } })
  const empty = feedSource({ mirror: dataDir, dataDir, feedHosts: [] })
  expect(empty.feeds).toEqual(allFeeds)
})
