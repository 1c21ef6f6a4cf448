import type { Clock } from '#core/kernel'
import { endDispositions } from '#exposure/findings/store'
import { type Database, listWorkspaces } from '#platform/database'
import type { JobBoard } from './jobs.ts'
import { forgetExpired } from './previews.ts'
import type { ServerLog } from './types.ts'

const LOOK_MS = 60_000

/** Puts findings back on the list when the ruling that took them off has ended, and forgets previews nobody committed. */
export class RulingClock {
  readonly #parts: { database: Database; clock: Clock; jobs: JobBoard; log: ServerLog }
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
    const { database, clock, jobs, log } = this.#parts
    try {
      for (const workspaceId of await listWorkspaces(database))
        if ((await endDispositions(database, workspaceId, clock())) > 0) jobs.changed(workspaceId, 'findings')
      await forgetExpired(database, clock())
    } catch (error) {
      log.warn({ error }, 'the database did not answer about what has ended')
    }
  }
}
