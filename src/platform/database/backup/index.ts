import { existsSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { err, type Instant, ok, problem, type Report, type Result } from '#core/kernel'
import { asOwner } from '../open.ts'
import type { Database } from '../types.ts'
import { type RestoreOptions, type RestoreSummary, restoreBackup } from './restore.ts'
import { type BackupSummary, writeBackup } from './write.ts'

export type { BackupSummary, RestoreSummary }

/**
 * Writes everything to one file, readable by its owner only. The name appears when the file is whole and on disk: a full
 * disk or a kill leaves at most `<path>.<pid>.unfinished`, and a file that is there is never overwritten.
 */
export async function backup(
  database: Database,
  path: string,
  createdAt: Instant,
  report?: Report,
): Promise<Result<BackupSummary>> {
  if (existsSync(path)) return err(exists(path))
  const unfinished = `${path}.${process.pid}.unfinished`
  try {
    const file = await open(unfinished, 'w', 0o600)
    const sink = file.createWriteStream({ flush: true })
    const summary = await asOwner(database, (client) => writeBackup(client, sink, createdAt, report))
    await giveName(unfinished, path)
    return ok(summary)
  } catch (cause) {
    await rm(unfinished, { force: true })
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return err(exists(path))
    return err(problem('backup-failed', `the backup could not be written: ${(cause as Error).message}`, cause))
  }
}

function exists(path: string) {
  return problem('exists', `${path} exists already: choose another name`)
}

/** A link, unlike a rename, never replaces a file; where the disk knows no links, the rename has to do. */
async function giveName(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path)
    await rm(unfinished)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw cause
    await rename(unfinished, path)
  }
  await syncFolder(dirname(resolve(path)))
}

/** Not on Windows, where a folder cannot be opened and its names are written at once. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Replaces everything by a backup's content; see `restoreBackup` for its problems. The knowledge index is to be built anew. */
export function restore(database: Database, path: string, options: RestoreOptions): Promise<Result<RestoreSummary>> {
  return asOwner(database, (client) => restoreBackup(client, path, options))
}
