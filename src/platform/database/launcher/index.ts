import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { err, ok, problem, type Result } from '#core/kernel'
import { type Account, accountOf, serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { clearRemains, ensureCluster, startCluster, stopServer } from './cluster.ts'
import { keepRunning } from './keeper.ts'
import { claim, isOwned, ownerOf } from './owner.ts'
import { makePlace, type Place } from './place.ts'

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
  const folder = postgresFolder(dataDir)
  mkdirSync(folder, { recursive: true })
  const owned = claim(folder)
  if (!owned.ok) return owned
  const { release } = owned.value
  try {
    // A killed owner's note must not be read as ours.
    rmSync(connectionPath(dataDir), { force: true })
    const place = makePlace(dataDir, serverAccount())
    const started = await start(place, accountOf(place.cluster, serverAccount()))
    if (!started.ok) release()
    return started
  } catch (error) {
    release()
    throw error
  }

  async function start(place: Place, account: Account | undefined): Promise<Result<EmbeddedServer>> {
    const found = findBinaries(account, join(place.cluster, '..'))
    if (!found.ok) return found
    const binaries = found.value
    await clearRemains(place, binaries)
    const password = await ensureCluster(place, binaries, account)
    if (!password.ok) return password
    const server = await keepRunning({
      async start(port) {
        if (port !== undefined) await clearRemains(place, binaries)
        return startCluster(place, binaries, account, password.value, port)
      },
      stop: ({ process }) => stopServer(process, place, binaries),
    })
    if (!server.ok) return server
    const { url } = server.value
    writeFileSync(connectionPath(dataDir), JSON.stringify({ url }), { mode: 0o600 })
    const stop = async () => {
      rmSync(connectionPath(dataDir), { force: true })
      await server.value.stop()
      release()
    }
    return ok({ url, stop: once(stop) })
  }
}

/** The server of a data folder that another process runs, so that a command can work beside it; `undefined` when none runs. */
export function joinRunning(dataDir: string): Result<EmbeddedServer> | undefined {
  const folder = postgresFolder(dataDir)
  if (!existsSync(folder) || !isOwned(folder)) return undefined
  try {
    const { url } = JSON.parse(readFileSync(connectionPath(dataDir), 'utf8')) as { url: string }
    return ok({ url, stop: async () => {} })
  } catch (cause) {
    return err(
      problem(
        'starting',
        `another process (${ownerOf(folder) ?? 'unknown'}) is just starting or stopping the database of ${dataDir}: try again in a moment`,
        cause,
      ),
    )
  }
}

/** What to say when the server of a data folder does not answer although its owner runs. */
export function silentServer(dataDir: string, cause: unknown) {
  return problem(
    'database-unreachable',
    `the database of ${dataDir} does not answer (${(cause as Error).message}) though process ${ownerOf(postgresFolder(dataDir)) ?? 'unknown'} runs it: it may be starting again, so try once more in a moment, or stop that process`,
    cause,
  )
}

function postgresFolder(dataDir: string): string {
  return join(resolve(dataDir), 'postgres')
}

function connectionPath(dataDir: string): string {
  return join(postgresFolder(dataDir), 'connection.json')
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= work()
    return running
  }
}
