import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { ok } from '#core/kernel'
import { gradleLockfile } from './gradle-lockfile/index.ts'
import { importBytes, importFile } from './import-file.ts'

const bom = Buffer.from(
  JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', components: [{ type: 'library', name: 'a' }] }),
)
const folder = mkdtempSync(join(tmpdir(), 'lunette-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function codeOf(bytes: Uint8Array, name = 'bom.json', limits = {}) {
  const read = await importBytes(bytes, name, { limits })
  return read.ok ? read.value.outcome.status : read.error.code
}

describe('importing a file', () => {
  it.each([
    ['plain', bom],
    ['gzip', gzipSync(bom)],
    ['zstd', zstdCompressSync(bom)],
    ['with a byte order mark', Buffer.concat([Buffer.from('\uFEFF'), bom])],
  ])('%s is read', async (_name, bytes) => expect(await codeOf(bytes)).toBe('complete'))

  const tar = Buffer.alloc(1_024)
  tar.write('ustar', 257)
  it.each([
    ['a zip archive', Buffer.from('PK\x03\x04 and more'), 'archive-given'],
    ['a tar archive', tar, 'archive-given'],
    ['a tar archive in gzip', gzipSync(tar), 'archive-given'],
    ['damaged gzip', gzipSync(bom).subarray(0, 30), 'corrupt-compression'],
    ['UTF-16', Buffer.from(`\uFEFF${bom.toString()}`, 'utf16le'), 'not-utf-8'],
    ['an empty file', Buffer.alloc(0), 'empty'],
    ['something else', Buffer.from('hello'), 'unrecognised'],
    ['OpenVEX', Buffer.from('{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}'), 'vex-given'],
    ['CSAF', Buffer.from('{"document":{"category":"csaf_vex","csaf_version":"2.0"}}'), 'vex-given'],
    ['JSON that is cut short', bom.subarray(0, 60), 'cut-short'],
  ])('%s is refused by name', async (_name, bytes, code) => expect(await codeOf(bytes, 'upload.bin')).toBe(code))

  it('a decompression bomb ends at the limit on bytes', async () => {
    const bomb = gzipSync(Buffer.concat([bom.subarray(0, 20), Buffer.alloc(4_000_000, 32)]))
    expect(await codeOf(bomb, 'bom.json.gz', { bytes: 1_000_000 })).toBe('too-large')
  })

  it('components beyond the limit are dropped and counted', async () => {
    const many = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      components: Array.from({ length: 5 }, (_, index) => ({ type: 'library', name: `n${index}` })),
    }
    const read = await importBytes(Buffer.from(JSON.stringify(many)), 'bom.json', { limits: { components: 3 } })
    expect(read.ok && read.value.outcome).toMatchObject({
      status: 'partial',
      read: 5,
      kept: 3,
      dropped: [{ code: 'too-many-components', count: 2 }],
    })
  })

  it('the same bytes have the same digest from memory and from disk; a missing file is a problem', async () => {
    writeFileSync(join(folder, 'bom.json'), bom)
    const [disk, memory] = [await importFile(join(folder, 'bom.json')), await importBytes(bom, 'bom.json')]
    expect(disk.ok && memory.ok && disk.value.contentDigest).toBe(memory.ok && memory.value.contentDigest)
    expect(await importFile(join(folder, 'none.json'))).toMatchObject({ ok: false, error: { code: 'unreadable' } })
    expect(await importFile(folder)).toMatchObject({ ok: false, error: { code: 'unreadable' } })
  })

  it('a reader that runs out of room refuses the file, and ends nothing else', async () => {
    const deep = (): number => deep() + 1
    const likely = { ...gradleLockfile, read: async () => ok({ at: deep() }) as never }
    expect(await importBytes(bom, 'a', { likely })).toMatchObject({ ok: false, error: { code: 'too-deep' } })
  })
})
