import { err, type Result } from '#core/kernel'
import { loadConfig } from '#platform/config'
import { decidingOn } from '../deciding.ts'
import { nothingKept } from '../nothing-kept.ts'
import { openRuntime, type Runtime } from '../runtime.ts'
import { say } from './say.ts'

interface GlobalFlags {
  dataDir?: string
  mirror?: string
}

type Work<T> = (runtime: Runtime) => Promise<Result<T>>

/**
 * Opens the installation for one command, beside a running server where that is allowed, and closes it afterwards. What
 * decides is then the server's: two people come to one answer. Problem: `nothing-kept`, where there is none: a folder that was forgotten or mistyped makes no database.
 */
export function withRuntime<T>(flags: GlobalFlags, work: Work<T>): Promise<Result<T>> {
  return opened(flags, work, { beside: true, begins: false })
}

/** The same for a command that brings something of its own: where there is no installation it begins one. */
export function withNewRuntime<T>(
  flags: GlobalFlags,
  work: Work<T>,
  { beside = true }: { beside?: boolean } = {},
): Promise<Result<T>> {
  return opened(flags, work, { beside, begins: true })
}

async function opened<T>(
  flags: GlobalFlags,
  work: Work<T>,
  { beside, begins }: { beside: boolean; begins: boolean },
): Promise<Result<T>> {
  const config = loadConfig(process.env, { dataDir: flags.dataDir, mirror: flags.mirror })
  if (!config.ok) return config
  const nothing = begins ? undefined : nothingKept(config.value)
  if (nothing) return err(nothing)
  const { settings, told } = decidingOn(config.value.dataDir, config.value)
  if (told !== undefined) say(told)
  const runtime = await openRuntime(settings, { join: beside })
  if (!runtime.ok) return err(runtime.error)
  try {
    return await work(runtime.value)
  } finally {
    await runtime.value.close()
  }
}
