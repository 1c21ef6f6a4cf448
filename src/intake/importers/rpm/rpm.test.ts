import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { rpm } from './index.ts'

/** An rpm header of string and int32 tags: counts, index, data. */
function headerOf(tags: Record<number, string | number>): Buffer {
  const index: Buffer[] = []
  const data: Buffer[] = []
  let offset = 0
  for (const [tag, value] of Object.entries(tags)) {
    const bytes = typeof value === 'string' ? Buffer.from(`${value}\0`) : uint32(value)
    index.push(uint32(Number(tag)), uint32(typeof value === 'string' ? 6 : 4), uint32(offset), uint32(1))
    data.push(bytes)
    offset += bytes.length
  }
  return Buffer.concat([uint32(index.length / 4), uint32(offset), ...index, ...data])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const headers = [
  headerOf({
    1000: 'openssl-libs',
    1001: '1.1.1k',
    1002: '9.el8',
    1003: 1,
    1022: 'x86_64',
    1014: 'OpenSSL',
    1044: 'openssl-1.1.1k-9.el8.src.rpm',
  }),
  headerOf({ 1000: 'nodejs', 1001: '18.1', 1002: '1.module', 5096: 'nodejs:18:8060020:ad00' }),
  headerOf({ 1000: 'gpg-pubkey', 1001: 'a', 1002: 'b' }),
  Buffer.from('damaged'),
]

function sqlite(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'lunette-test-'))
  try {
    const database = new DatabaseSync(join(folder, 'rpmdb.sqlite'))
    database.exec('create table Packages (hnum integer primary key, blob blob not null)')
    for (const [index, blob] of headers.entries())
      database.prepare('insert into Packages values (?, ?)').run(index + 1, blob)
    database.close()
    return readFileSync(join(folder, 'rpmdb.sqlite'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function ndb(): Buffer {
  const file = Buffer.alloc(4_096 + 16 * 200)
  file.write('RpmP', 0)
  file.writeUInt32LE(1, 12)
  let block = 256
  for (const [index, blob] of headers.entries()) {
    file.write('Slot', 32 + index * 16)
    file.writeUInt32LE(index + 1, 36 + index * 16)
    file.writeUInt32LE(block, 40 + index * 16)
    file.write('BlbS', block * 16)
    file.writeUInt32LE(index + 1, block * 16 + 4)
    file.writeUInt32LE(blob.length, block * 16 + 12)
    blob.copy(file, block * 16 + 16)
    block += Math.ceil(blob.length / 16) + 2
  }
  return file
}

const components = ['pkg:rpm/openssl-libs@1:1.1.1k-9.el8?arch=x86_64', 'pkg:rpm/nodejs@18.1-1.module']
const notes = ['damaged-header', 'distribution-unknown']

checkImporter(rpm, [
  { path: 'var/lib/rpm/rpmdb.sqlite', content: sqlite(), components, notes },
  { path: 'var/lib/rpm/Packages.db', content: ndb(), components, notes },
])

describe('the rpm database', () => {
  it('a header gives epoch, source package and module', async () => {
    const read = await importBytes(ndb(), 'usr/lib/sysimage/rpm/Packages.db')
    expect(read.ok && read.value.inventory.components).toMatchObject([
      { version: '1:1.1.1k-9.el8', upstream: [{ name: 'openssl', version: '1.1.1k-9.el8' }], licences: ['OpenSSL'] },
      { module: 'nodejs:18' },
    ])
  })

  it('Berkeley DB is refused with what to do', async () => {
    const file = Buffer.alloc(512)
    file.writeUInt32LE(0x0006_1561, 12)
    expect(await importBytes(file, 'var/lib/rpm/Packages')).toMatchObject({
      ok: false,
      error: { code: 'berkeley-db', message: expect.stringContaining('rpmdb') },
    })
  })
})
