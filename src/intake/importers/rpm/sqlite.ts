import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import type { ImportInput } from '../contract.ts'
import { ImportError } from '../shared/input/import-error.ts'
import { readBytes } from '../shared/input/text.ts'

/** First bytes of every SQLite file. */
export const SQLITE_MAGIC = Buffer.from('SQLite format 3\0')

/** The header blobs of an `rpmdb.sqlite`, by package number. The database is copied first: a host's own is never opened. */
export async function sqliteBlobs(input: ImportInput, take: (number: number, blob: Uint8Array) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lunette-rpm-'))
  try {
    const copy = join(folder, 'rpmdb.sqlite')
    await writeFile(copy, await readBytes(input))
    readRows(copy, take)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function readRows(file: string, take: (number: number, blob: Uint8Array) => void): void {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(new URL(`${pathToFileURL(file).href}?immutable=1`), { readOnly: true })
    for (const row of database.prepare('select hnum, blob from Packages').iterate()) {
      if (typeof row.hnum === 'number' && row.blob instanceof Uint8Array) take(row.hnum, row.blob)
    }
  } catch (cause) {
    throw new ImportError(
      'damaged-rpm-database',
      'The rpm database is damaged or of another schema. Run rpmdb --rebuilddb and try again.',
      cause,
    )
  } finally {
    database?.close()
  }
}
