import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { err, ok, problem, type Result } from '#core/kernel'
import { serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { clearRemains, ensureCluster, type RunningServer, startCluster, stopServer } from './cluster.ts'
import { claim, runningOwner } from './owner.ts'
import { makePlace } from './place.ts'
import { watchOver } from './watchdog.ts'

/** The embedded server of a data folder, ours or joined. */
export interface EmbeddedServer {
  /** Connection string of the owner role, database `postgres`. Never logged. */
  url: string
  /** Ours: stops the server. Joined: does nothing. */
  stop(): Promise<void>
}

/**
 * Starts the embedded PostgreSQL of a data folder: as root under another user, on loopback with a password, one owner at a
 * time, whatever the last owner left behind. The only code that knows how the server is packaged.
 */
export async function launch(dataDir: string): Promise<Result<EmbeddedServer>> {
  const account = serverAccount()
  const place = makePlace(dataDir, account)
  const owned = claim(place.folder)
  if (!owned.ok) return owned
  const started = await startOwned(dataDir)
  if (!started.ok) owned.value.release()
  return started

  async function startOwned(folder: string): Promise<Result<EmbeddedServer>> {
    const binaries = findBinaries(account, join(place.cluster, '..'))
    if (!binaries.ok) return binaries
    await clearRemains(place)
    const password = await ensureCluster(place, binaries.value, account)
    if (!password.ok) return password
    const server = await startPatiently(() => startCluster(place, binaries.value, account, password.value))
    if (!server.ok) return server
    const { url, process: mark } = server.value
    const unwatch = watchOver(mark.pid)
    writeFileSync(connectionPath(folder), JSON.stringify({ url }), { mode: 0o600 })
    const stop = async () => {
      rmSync(connectionPath(folder), { force: true })
      await stopServer(mark)
      unwatch()
      if (owned.ok) owned.value.release()
    }
    return ok({ url, stop: once(stop) })
  }
}

/** The server of a data folder that another process runs, so that a command can work beside it; `undefined` when none runs. */
export function joinRunning(dataDir: string): Result<EmbeddedServer> | undefined {
  if (!runningOwner(join(resolve(dataDir), 'postgres'))) return undefined
  try {
    const { url } = JSON.parse(readFileSync(connectionPath(dataDir), 'utf8')) as { url: string }
    return ok({ url, stop: async () => {} })
  } catch (cause) {
    return err(
      problem(
        'starting',
        `another process is just starting or stopping the database of ${dataDir}: try again in a moment`,
        cause,
      ),
    )
  }
}

function connectionPath(dataDir: string): string {
  return join(resolve(dataDir), 'postgres', 'connection.json')
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= work()
    return running
  }
}

const PATIENCE_MS = 30_000
const PAUSE_MS = 500

/** After the server was killed a busy backend can outlive it for a moment and hold its memory; PostgreSQL then refuses to start. */
async function startPatiently(start: () => Promise<Result<RunningServer>>): Promise<Result<RunningServer>> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const started = await start()
    if (started.ok || !started.error.message.includes('shared memory block') || Date.now() > deadline) return started
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
