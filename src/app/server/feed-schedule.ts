import type { Clock } from '#core/kernel'
import { claimDueFeeds } from '#exposure/knowledge/store'
import type { Database } from '#platform/database'
import type { JobBoard } from './jobs.ts'
import type { ServerLog } from './types.ts'

const LOOK_MS = 60_000

/**
 * Refreshes the feeds whose time has come. Only feeds that somebody has refreshed once have a next time: a first start
 * asks nobody anything. Of several servers one gets each feed.
 */
export class FeedSchedule {
  readonly #parts: { database: Database; clock: Clock; jobs: JobBoard; log: ServerLog }
  #timer: NodeJS.Timeout | undefined

  constructor(parts: { database: Database; clock: Clock; jobs: JobBoard; log: ServerLog }) {
    this.#parts = parts
  }

  start(everyMs = LOOK_MS): void {
    this.#timer = setInterval(() => void this.#lookSafely(), everyMs)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Starts the refresh of what is due, unless one is running. Returns the feeds. */
  async look(): Promise<string[]> {
    const { database, clock, jobs } = this.#parts
    if (jobs.isRunning('refresh', null)) return []
    const feeds = await claimDueFeeds(database, clock())
    if (feeds.length === 0) return []
    const title = feeds.length === 1 ? `Scheduled refresh of ${feeds[0]}` : `Scheduled refresh of ${feeds.length} feeds`
    await jobs.start({ kind: 'refresh', title, workspaceId: null, payload: { actor: 'schedule', feeds } })
    return feeds
  }

  async #lookSafely(): Promise<void> {
    try {
      await this.look()
    } catch (error) {
      this.#parts.log.warn({ error }, 'the database did not answer about due feeds')
    }
  }
}
