import type { Clock } from '#core/kernel'
import { isWatchDue, isWatched } from '#flows/watch-safeguards'
import { type Database, listWorkspaces } from '#platform/database'
import type { JobBoard } from './jobs.ts'
import type { ServerLog } from './types.ts'

const LOOK_MS = 20_000
/** Where nothing is due: what a person or a gateway brought as evidence is looked at, too. */
const AT_LEAST_MS = 5 * 60_000

/** Starts the watching of safeguards where traces have ended or a probe's time has come. */
export class WatchClock {
  readonly #parts: { database: Database; clock: Clock; jobs: JobBoard; log: ServerLog }
  readonly #lastLooks = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(parts: { database: Database; clock: Clock; jobs: JobBoard; log: ServerLog }) {
    this.#parts = parts
  }

  start(everyMs = LOOK_MS): void {
    this.#timer = setInterval(() => void this.look(), everyMs)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async look(): Promise<void> {
    const { database, jobs, log } = this.#parts
    try {
      for (const workspaceId of await listWorkspaces(database)) {
        if (jobs.isRunning('watch', workspaceId) || !(await this.#isDue(workspaceId))) continue
        this.#lastLooks.set(workspaceId, performance.now())
        await jobs.start({ kind: 'watch', title: 'Watching safeguards', workspaceId, payload: {} })
      }
    } catch (error) {
      log.warn({ error }, 'the database did not answer about safeguards')
    }
  }

  async #isDue(workspaceId: string): Promise<boolean> {
    if (await isWatchDue(this.#parts, workspaceId)) return true
    const last = this.#lastLooks.get(workspaceId)
    return (last === undefined || performance.now() - last > AT_LEAST_MS) && isWatched(this.#parts, workspaceId)
  }
}
