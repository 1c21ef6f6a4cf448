import { surfaceMark } from '#exposure/surface/store'
import type { Database } from '#platform/database'
import type { JobBoard } from './jobs.ts'
import type { ServerLog } from './types.ts'

const LOOK_MS = 2_000

/**
 * Tells whoever is there of what the command line said of the scope, and of runs that it began and ended: its process
 * shares the database with the server, and nothing else.
 */
export class SurfaceNews {
  readonly #parts: { database: Database; jobs: JobBoard; log: ServerLog }
  readonly #known = new Map<string, string>()
  #timer: NodeJS.Timeout | undefined
  #isLooking = false

  constructor(parts: { database: Database; jobs: JobBoard; log: ServerLog }) {
    this.#parts = parts
  }

  start(everyMs = LOOK_MS): void {
    this.#timer = setInterval(() => void this.#lookSafely(), everyMs).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Asks for the workspaces that somebody follows; what they had when somebody came is no news. */
  async look(): Promise<void> {
    const { database, jobs } = this.#parts
    const followed = jobs.followed()
    for (const workspaceId of this.#known.keys()) if (!followed.has(workspaceId)) this.#known.delete(workspaceId)
    for (const workspaceId of followed) {
      const mark = await surfaceMark(database, workspaceId)
      const before = this.#known.get(workspaceId)
      this.#known.set(workspaceId, mark)
      if (before !== undefined && before !== mark) jobs.changed(workspaceId, 'surface')
    }
  }

  async #lookSafely(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    try {
      await this.look()
    } catch (error) {
      this.#parts.log.warn({ error }, 'the database did not answer about what changed in the scope')
    } finally {
      this.#isLooking = false
    }
  }
}
