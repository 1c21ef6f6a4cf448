import { err, ok, problem, type Result, systemClock } from '#core/kernel'
import { changeDiscoverySettings, readDiscoverySettings, stopProbes } from '#exposure/surface/store'
import { loadConfig } from '#platform/config'
import { DEFAULT_WORKSPACE, openDatabase } from '#platform/database'
import { closedFolderProblem } from '../../closed-folder.ts'
import { nothingKept } from '../../nothing-kept.ts'
import { changeScopeAs } from '../../server/scope-change.ts'
import { finish, print } from '../say.ts'

interface Flags {
  dataDir?: string
  json?: boolean
}

/**
 * `lunette discover stop` and `release`: the kill switch. Whoever throws it is in a hurry: it opens the database and nothing
 * else of an installation, and loads nothing that looks.
 */
export function kill(stopped: boolean) {
  return async (flags: Flags): Promise<number> =>
    finish(await thrown(stopped, flags), (now) =>
      print(now, stopped ? 'all probes are stopped' : 'probes may run again', flags.json),
    )
}

async function thrown(stopped: boolean, { dataDir }: Flags): Promise<Result<{ stopped: boolean }>> {
  const config = loadConfig(process.env, { dataDir })
  if (!config.ok) return config
  // In another folder than that of the server it would stop nothing, and say that it did.
  const nothing = nothingKept(config.value)
  if (nothing) return err(nothing)
  try {
    const opened = await openDatabase({ dataDir: config.value.dataDir, url: config.value.databaseUrl, join: true })
    if (!opened.ok) return opened
    const database = opened.value
    try {
      const parts = { database, clock: systemClock }
      const action = stopped ? 'scope.stop' : 'scope.release'
      const terms = { workspaceId: DEFAULT_WORKSPACE, by: 'command line', action, target: 'probes' }
      return await changeScopeAs(parts, terms, async (work, speaker) => {
        if (stopped) await stopProbes(work, speaker)
        else if ((await readDiscoverySettings(work)).stopped) await changeDiscoverySettings(work, speaker, { stopped })
        else return err(problem('not-stopped', 'probes are not stopped'))
        return ok({ stopped })
      })
    } finally {
      await database.close()
    }
  } catch (error) {
    const closed = closedFolderProblem(config.value.dataDir, error)
    if (closed) return err(closed)
    throw error
  }
}
