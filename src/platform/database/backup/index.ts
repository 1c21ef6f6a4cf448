import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import { asOwner } from '../open.ts'
import type { Database } from '../types.ts'
import { type RestoreSummary, restoreBackup } from './restore.ts'
import { type BackupSummary, writeBackup } from './write.ts'

export type { BackupSummary, RestoreSummary }

/** Writes everything to one file, readable by its owner only; a file that is there is never overwritten, a broken one never left. */
export async function backup(database: Database, path: string, createdAt: Instant): Promise<Result<BackupSummary>> {
  if (existsSync(path)) return err(problem('exists', `${path} exists already: choose another name`))
  const unfinished = `${path}.unfinished`
  try {
    const file = await open(unfinished, 'w', 0o600)
    const sink = file.createWriteStream({ flush: true })
    const summary = await asOwner(database, (client) => writeBackup(client, sink, createdAt))
    await rename(unfinished, path)
    return ok(summary)
  } catch (cause) {
    await rm(unfinished, { force: true })
    return err(problem('backup-failed', `the backup could not be written: ${(cause as Error).message}`, cause))
  }
}

/** Replaces everything by a backup's content; see `restoreBackup` for its problems. The knowledge index is to be built anew. */
export function restore(
  database: Database,
  path: string,
  options: { force: boolean },
): Promise<Result<RestoreSummary>> {
  return asOwner(database, (client) => restoreBackup(client, path, options))
}
