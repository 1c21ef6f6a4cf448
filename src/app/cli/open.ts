import { err, type Result } from '#core/kernel'
import { loadConfig } from '#platform/config'
import { openRuntime, type Runtime } from '../runtime.ts'

interface GlobalFlags {
  dataDir?: string
  mirror?: string
}

/** Opens the installation for one command, beside a running server where that is allowed, and closes it afterwards. */
export async function withRuntime<T>(
  flags: GlobalFlags,
  work: (runtime: Runtime) => Promise<Result<T>>,
  { beside = true }: { beside?: boolean } = {},
): Promise<Result<T>> {
  const config = loadConfig(process.env, { dataDir: flags.dataDir, mirror: flags.mirror })
  if (!config.ok) return config
  const runtime = await openRuntime(config.value, { join: beside })
  if (!runtime.ok) return err(runtime.error)
  try {
    return await work(runtime.value)
  } finally {
    await runtime.value.close()
  }
}
