import { rmSync } from 'node:fs'
import { ok, type Result } from '#core/kernel'
import { publishAndReassess } from '#flows/keep-current'
import { backup, type RestoreSummary, restore } from '#platform/database'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { refusedOutput } from '../output-file.ts'
import { finish, print, progress, say } from '../say.ts'

interface BackupFlags {
  dataDir?: string
  force?: boolean
  dropOthers?: boolean
  json?: boolean
}

/** `lunette backup`: everything in one file, as of one moment, also while the server runs. */
export async function backupTo(path: string, flags: BackupFlags): Promise<number> {
  const refused = await refusedOutput(path)
  if (refused !== undefined) {
    say(refused)
    return exitCodes.usage
  }
  const done = await withRuntime(flags, ({ database, clock }) => backup(database, path, clock(), progress))
  return finish(done, (summary) =>
    print(summary, `${path}: ${summary.rows} rows of ${summary.tables} tables`, flags.json),
  )
}

/** `lunette restore`: replaces everything by a backup; needs the data folder for itself. */
export async function restoreFrom(path: string, flags: BackupFlags): Promise<number> {
  const alone = { beside: false }
  const done = await withNewRuntime(
    flags,
    async (runtime): Promise<Result<RestoreSummary>> => {
      const { force = false, dropOthers = false } = flags
      const restored = await restore(runtime.database, path, { force, dropOthers, report: progress })
      if (!restored.ok) return restored
      runtime.knowledge.close()
      rmSync(runtime.knowledge.path, { force: true })
      const published = await publishAndReassess(runtime, restored.value, progress)
      return published.ok ? ok(restored.value) : published
    },
    alone,
  )
  return finish(done, (summary) =>
    print(summary, `${path}: ${summary.rows} rows of ${summary.tables} tables, as of ${summary.createdAt}`, flags.json),
  )
}
