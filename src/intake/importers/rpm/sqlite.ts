import type { DatabaseSync } from 'node:sqlite'
import type { ImportInput } from '../contract.ts'
import { ImportError } from '../shared/input/import-error.ts'
import { withPrivateCopy } from '../shared/input/private-copy.ts'

/** First bytes of every SQLite file. */
export const SQLITE_MAGIC = Buffer.from('SQLite format 3\0')

/** What rpm has written and not yet put into the main file: without it the newest packages are missing. */
export const SQLITE_COMPANIONS = ['-wal', '-journal']

/** The header blobs of an `rpmdb.sqlite`, by package number; none for one beyond the limit. The database is copied first: a host's own is never opened. */
export async function sqliteBlobs(
  input: ImportInput,
  take: (number: number, blob: Uint8Array | undefined) => void,
): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite')
  await withPrivateCopy(input, { magic: SQLITE_MAGIC, companions: SQLITE_COMPANIONS }, (copy) =>
    readRows(() => new DatabaseSync(copy), input.limits.elementBytes, take),
  )
}

function readRows(
  open: () => DatabaseSync,
  mostBytes: number,
  take: (number: number, blob: Uint8Array | undefined) => void,
): void {
  let database: DatabaseSync | undefined
  try {
    database = open()
    // A view of the same name may compute rows without end.
    const [kind] = database.prepare(`select type from sqlite_schema where name = 'Packages'`).all()
    if (kind?.type !== 'table') throw new Error('there is no table of packages')
    const rows = database.prepare('select hnum, case when length(blob) <= ? then blob end as blob from Packages')
    for (const row of rows.iterate(mostBytes))
      if (typeof row.hnum === 'number') take(row.hnum, row.blob instanceof Uint8Array ? row.blob : undefined)
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
