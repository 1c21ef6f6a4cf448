import { setTimeout as pause } from 'node:timers/promises'
import type { Result } from '#core/kernel'
import type { RunningServer } from './cluster.ts'
import { watchOver } from './watchdog.ts'

/** How one server is started (again at `port`, once it has one) and stopped. */
export interface ServerWays {
  start(port?: number): Promise<Result<RunningServer>>
  stop(server: RunningServer): Promise<void>
}

const PATIENCE_MS = 30_000
const PAUSE_MS = 500
const RETRY_MS = 5_000

/**
 * Starts a server and keeps it running until it is stopped: one that was killed comes back at the same port, where the
 * pool and the commands beside us look for it. @returns how to stop it, and its port's connection string.
 */
export async function keepRunning(ways: ServerWays): Promise<Result<{ url: string; stop(): Promise<void> }>> {
  const first = await startPatiently(() => ways.start())
  if (!first.ok) return first
  let server: RunningServer | undefined
  let unwatch = () => {}
  let restarting: Promise<void> = Promise.resolve()
  const stopped = new AbortController()
  const keep = (started: RunningServer) => {
    server = started
    unwatch = watchOver(started.process.pid)
    void started.ended.then(() => {
      if (!stopped.signal.aborted) restarting = again(started.port)
    })
  }
  const again = async (port: number) => {
    server = undefined
    unwatch()
    while (!stopped.signal.aborted) {
      const started = await startPatiently(() => ways.start(port))
      if (started.ok) return keep(started.value)
      await pause(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }
  keep(first.value)
  return {
    ok: true,
    value: {
      url: first.value.url,
      async stop() {
        stopped.abort()
        await restarting
        if (server) await ways.stop(server)
        unwatch()
      },
    },
  }
}

/** After the server was killed a busy backend can outlive it for a moment and hold its memory; PostgreSQL then refuses to start. */
async function startPatiently(start: () => Promise<Result<RunningServer>>): Promise<Result<RunningServer>> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const started = await start()
    if (started.ok || !started.error.message.includes('shared memory block') || Date.now() > deadline) return started
    await pause(PAUSE_MS)
  }
}
