import { type Config, loadConfig } from '#platform/config'
import { createLog } from '#platform/log'
import { folderId } from '../../data-folder.ts'
import { decidingOn } from '../../deciding.ts'
import { openRuntime, type Runtime } from '../../runtime.ts'
import { JobBoard, workersOf } from '../../server/index.ts'
import { serverFlows } from '../../server-flows.ts'
import { flowsApart } from '../../worker/index.ts'
import { exitCodes } from '../exit-codes.ts'
import { say } from '../say.ts'
import { untilStopped } from '../until-stopped.ts'

/** `lunette worker`: does the long work of servers on the same database and data folder, until it is stopped by a signal. */
export async function work(flags: { dataDir?: string }): Promise<number> {
  const config = loadConfig(process.env, { dataDir: flags.dataDir })
  if (!config.ok) return failed(config.error.message)
  if (config.value.databaseUrl === undefined)
    return failed('a worker shares a PostgreSQL with its server: set DATABASE_URL for both')
  const stopped = untilStopped()
  const { settings, told } = decidingOn(config.value.dataDir, config.value)
  if (told !== undefined) say(told)
  const runtime = await openRuntime(settings, { join: true })
  if (!runtime.ok) return failed(runtime.error.message)
  for (const warning of runtime.value.warnings) say(warning)
  try {
    return await share(runtime.value, settings, stopped)
  } finally {
    await runtime.value.close()
  }
}

/** Takes work until a signal says to stop; what is unfinished then is let go of for the others. */
async function share(runtime: Runtime, config: Config, stopped: Promise<void>): Promise<number> {
  const apart = flowsApart(serverFlows(runtime), config)
  const board = new JobBoard({
    clock: runtime.clock,
    log: createLog(config.logLevel),
    database: runtime.database,
    workers: workersOf(apart.flows),
    silenceMs: config.takeOverSeconds * 1_000,
    place: folderId(config.dataDir),
    importsAtOnce: Math.max(1, config.importsAtOnce),
  })
  await board.resume()
  process.stdout.write('The worker is ready: it takes what the server has no room for.\n')
  await stopped
  say('stopping …')
  board.close()
  await apart.close()
  await board.release()
  return exitCodes.clean
}

function failed(message: string): number {
  say(message)
  return exitCodes.failure
}
