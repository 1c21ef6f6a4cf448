import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { fingerprintsOf } from '#intake/discovery/fingerprints'
import { tarOf } from '../../../../test/support/tar.ts'
import { defaultFeedLimits, type Feed } from '../contract.ts'
import { memorySink } from '../memory-sink.kit.ts'
import { endOfLife, recog, retirejs, wappalyzer } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'lunette-fingerprints-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function reading(feed: Feed, path: string) {
  const sink = memorySink()
  const read = await feed.read({ path, name: 'file' }, sink, defaultFeedLimits)
  return { read, kept: sink.fingerprints.get(feed.id) }
}

const archive = (files: Record<string, string>) =>
  gzipSync(tarOf(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]))))

function written(bytes: Buffer): string {
  const path = join(folder, `${Math.random()}`)
  writeFileSync(path, bytes)
  return path
}

const xml = `<?xml version="1.0"?><fingerprints matches="http_header.server" protocol="http" database_type="service">
<fingerprint pattern="^Acme/([\\d.]+)$"><description>Acme</description>
<example service.version="1.2">Acme/1.2</example>
<param pos="0" name="service.product" value="Acme"/><param pos="1" name="service.version"/></fingerprint></fingerprints>`

describe('sets of fingerprints', () => {
  it('recog’s archive is kept as its XML files, which discovery reads again', async () => {
    const files = { 'recog-main/xml/http_servers.xml': xml, 'recog-main/README.md': 'no fingerprints' }
    const { read, kept } = await reading(recog, written(archive(files)))
    expect(read).toMatchObject({ ok: true, value: { outcome: { kept: 1, status: 'complete' } } })
    const { book } = fingerprintsOf(new Map([['recog', kept!.content]]))
    expect(book.reports.find(({ set }) => set === 'recog')).toMatchObject({ rules: 1 })
  })

  it('pages of endoflife.date are read by their heads', async () => {
    const page = `---
title: Acme
identifiers: [{ cpe: "cpe:2.3:a:acme:acme" }]
releases:
  - { releaseCycle: "1", eol: 2020-01-01, latest: "1.9" }
---
words`
    const files = {
      'endoflife.date-master/products/acme.md': page,
      'endoflife.date-master/products/broken.md': '---\na: [\n---',
    }
    const { read, kept } = await reading(endOfLife, written(archive(files)))
    expect(read).toMatchObject({ ok: true, value: { outcome: { kept: 1 } } })
    const { lifecycles } = fingerprintsOf(new Map([['endoflife', kept!.content]]))
    const software = { version: '1.2', cpe: 'cpe:2.3:a:acme:acme:1.2:*:*:*:*:*:*:*' }
    expect(lifecycles.standingOf(software, '2026-01-01')).toMatchObject({ state: 'ended' })
  })

  it('a file without a fingerprint leaves what is held', async () => {
    const { read, kept } = await reading(wappalyzer, written(Buffer.from('{"apps":{}}')))
    expect(read).toMatchObject({ ok: false, error: { code: 'no-records' } })
    expect(kept).toBeUndefined()
  })
})

const data = join(process.env.LUNETTE_TEST_DATA ?? '../shared/data', 'fingerprints')
describe.skipIf(!existsSync(data))('the published sets', () => {
  it.each([
    [recog, 'recog-xml.tar.gz', 3_000],
    [wappalyzer, 'wappalyzergo-fingerprints_data.json.gz', 5_000],
    [retirejs, 'retirejs-jsrepository-v5.json.gz', 100],
    [endOfLife, 'endoflife.ndjson.gz', 200],
  ])('%j', async (feed, file, least) => {
    const { read, kept } = await reading(feed, join(data, file))
    expect(read).toMatchObject({ ok: true })
    expect(kept!.rules).toBeGreaterThan(least)
  })
})
