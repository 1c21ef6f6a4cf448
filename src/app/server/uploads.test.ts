import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiveUpload, safeFileName } from './uploads.ts'

describe('an upload', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lunette-uploads-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\work\\bom.json', 'bom.json'],
    ['..', 'upload'],
    ['bom<1>.json', 'bom_1_.json'],
  ])('named %s is stored as %s', (given, stored) => expect(safeFileName(given)).toBe(stored))

  it('never leaves its folder, whatever its name', () => {
    fc.assert(
      fc.property(fc.string(), (name) => /^[\w.@+ -]+$/.test(safeFileName(name)) && !/^\.+$/.test(safeFileName(name))),
    )
  })

  it('over the limit is refused and leaves nothing behind', async () => {
    const refused = await receiveUpload(
      Readable.from([Buffer.alloc(600), Buffer.alloc(600)]),
      'bom.json',
      folder,
      1_000,
    )
    expect(refused).toMatchObject({ ok: false, error: { code: 'too-large' } })
    expect(await readdir(folder)).toEqual([])
  })

  it('that is empty is refused', async () => {
    expect(await receiveUpload(Readable.from([]), 'bom.json', folder, 10)).toMatchObject({
      ok: false,
      error: { code: 'empty-file' },
    })
  })
})
