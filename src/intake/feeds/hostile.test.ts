import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { zipOf } from '../../../test/support/zip.ts'
import { defaultFeedLimits, type Feed, type FeedLimits } from './contract.ts'
import { memorySink } from './memory-sink.kit.ts'
import { feeds } from './registry.ts'

const folder = mkdtempSync(join(tmpdir(), 'lunette-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const limits: FeedLimits = {
  ...defaultFeedLimits,
  bytes: 8 * 1024 ** 2,
  recordBytes: 64 * 1024,
  ratio: 50,
  ratioFrom: 1024 ** 2,
}

/** EPSS finds its day in the name, other catalogues their asserter. */
const nameOf = ({ id }: Feed) => (id === 'kev-others' ? 'kev/Other/kev.json' : 'file-2026-08-01')

async function reading(feed: Feed, bytes: Uint8Array, name = nameOf(feed)) {
  const path = join(folder, `${feed.id}-input`)
  writeFileSync(path, bytes)
  const sink = memorySink()
  return { sink, read: await feed.read({ path, name }, sink, limits) }
}

const osvRecord = (id: string) =>
  Buffer.from(
    JSON.stringify({
      id,
      modified: '2026-08-01T00:00:00Z',
      affected: [{ package: { ecosystem: 'npm', name: 'left' }, ranges: [] }],
    }),
  )
const feedNamed = (id: string): Feed => {
  const found = feeds.find((feed) => feed.id === id)
  if (!found) throw new Error(`no feed ${id}`)
  return found
}

const zeros = Buffer.alloc(6 * 1024 ** 2, 0x20)
const gzipped = gzipSync(Buffer.from('{"a":1}\n'.repeat(4_000)))
const foreign: readonly [what: string, bytes: Uint8Array][] = [
  ['an empty file', Buffer.alloc(0)],
  ['a single byte', Buffer.from('{')],
  ['a web page', Buffer.from('<!DOCTYPE html><html><body>Sign in</body></html>')],
  ['another kind of JSON', Buffer.from('{"hello":"world"}')],
  ['a gzip bomb', gzipSync(zeros)],
  ['a zstd bomb', zstdCompressSync(zeros)],
  ['a truncated gzip file', gzipped.subarray(0, gzipped.length - 20)],
  ['a gzip header alone', Buffer.from([0x1f, 0x8b])],
  ['a truncated zstd file', zstdCompressSync(Buffer.from('{"a":1}\n'.repeat(4_000))).subarray(0, 20)],
  ['a truncated zip file', zipOf({ 'a.json': osvRecord('GHSA-1') }).subarray(0, 60)],
  ['a zip header alone', Buffer.from('PK\x03\x04')],
  ['a line without end', Buffer.alloc(1024 ** 2, 0x41)],
  ['endless nesting', Buffer.from(`{"vulnerabilities":[${'['.repeat(30_000)}`)],
  ['nesting in a single line', Buffer.from(`${'{"a":'.repeat(8_000)}1${'}'.repeat(8_000)}\n`)],
]

describe.each(feeds.map((feed) => [feed.id, feed] as const))('%s', (_id, feed) => {
  it.each(foreign)('%s is refused or dropped and counted, and nothing of it is kept', async (_what, bytes) => {
    const { sink, read } = await reading(feed, bytes)
    expect(sink.statements.length + sink.kev.length + sink.exploits.length + sink.scores.length).toBe(0)
    if (!read.ok) expect(read.error.message).not.toBe('')
    else {
      expect(read.value.outcome.kept).toBe(0)
      expect(read.value.outcome.dropped.length).toBeGreaterThan(0)
    }
  })

  it('arbitrary bytes never throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) => {
        await reading(feed, bytes)
      }),
      { numRuns: 40 },
    )
  })

  it('arbitrary JSON never throws', async () => {
    const document = fc.oneof(
      fc.json(),
      fc.array(fc.json(), { maxLength: 4 }).map((lines) => lines.join('\n')),
    )
    await fc.assert(
      fc.asyncProperty(document, async (text) => {
        await reading(feed, Buffer.from(text))
      }),
      { numRuns: 60 },
    )
  })
})

describe('zip files', () => {
  it('gives every record, in order, once', async () => {
    const ids = Array.from({ length: 300 }, (_, place) => `GHSA-${place}`)
    const zip = zipOf(Object.fromEntries(ids.map((id) => [`${id}.json`, osvRecord(id)])))
    const { sink, read } = await reading(feedNamed('osv'), zip)
    expect(read).toMatchObject({ ok: true, value: { outcome: { kept: 300 } } })
    expect(sink.statements.map((statement) => statement.recordId)).toEqual(ids)
  })

  it('hidden folders hold no records', async () => {
    const override = { _annotation: { cve_id: 'CVE-2024-1000' }, cve: { configurations: [] } }
    const zip = zipOf({
      'main/.snapshot/2024/CVE-2024-1000.json': Buffer.from('{"cve":{}}'),
      'main/data/2024/CVE-2024-1000.json': Buffer.from(JSON.stringify(override)),
    })
    const { read } = await reading(feedNamed('anchore'), zip)
    expect(read).toMatchObject({ ok: true, value: { outcome: { read: 1, kept: 1, dropped: [] } } })
  })

  it('a name that climbs out of the archive is refused', async () => {
    const { sink, read } = await reading(feedNamed('osv'), zipOf({ '../../outside.json': osvRecord('GHSA-1') }))
    expect(read).toMatchObject({ ok: false, error: { code: 'corrupt' } })
    expect(sink.statements).toEqual([])
  })

  it('a zip file within a zip file is opened, a further one is not', async () => {
    const inner = zipOf({ 'GHSA-1.json': osvRecord('GHSA-1') })
    const once = await reading(feedNamed('osv'), zipOf({ 'cves.zip': inner }))
    expect(once.sink.statements.map((statement) => statement.recordId)).toEqual(['GHSA-1'])
    const twice = await reading(feedNamed('osv'), zipOf({ 'a.zip': zipOf({ 'b.zip': inner }) }))
    expect(twice.read).toMatchObject({ ok: false, error: { code: 'no-records' } })
    const bomb = await reading(feedNamed('osv'), zipOf({ 'a.zip': zeros }))
    expect(bomb.read).toMatchObject({ ok: false, error: { code: 'bomb' } })
  })

  it('an entry that unfolds without end is refused', async () => {
    const { read } = await reading(feedNamed('osv'), zipOf({ 'a.json': zeros }))
    expect(read).toMatchObject({ ok: false, error: { code: 'record-too-large' } })
  })
})

describe('a byte order mark', () => {
  it('before a table of scores loses nothing', async () => {
    const table = '\uFEFFcve,epss,percentile\nCVE-2024-1000,0.5,0.9\n'
    const { sink } = await reading(feedNamed('epss'), Buffer.from(table))
    expect(sink.scores).toHaveLength(1)
  })

  it('before the first record loses nothing', async () => {
    const { read } = await reading(feedNamed('osv'), Buffer.concat([Buffer.from('\uFEFF'), osvRecord('GHSA-1')]))
    expect(read).toMatchObject({ ok: true, value: { outcome: { kept: 1, dropped: [] } } })
  })
})

it('an NVD file without vulnerabilities says so', async () => {
  const { read } = await reading(feedNamed('nvd'), Buffer.from('{"format":"NVD_CVE","vulnerabilities":[]}'))
  expect(read).toMatchObject({ ok: false, error: { code: 'no-records' } })
})
