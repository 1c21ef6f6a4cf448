import type { JobBoard } from './jobs.ts'
import type { ServerFlows, ServerLog } from './types.ts'

const LOOK_MS = 10 * 60_000

/**
 * Has assets assessed again when what their decisions rest on has moved without anybody's doing: the rules of a new
 * version, or a source that time has put out of date, so that its silence no longer says "no".
 */
export class BasisClock {
  readonly #parts: { flows: Pick<ServerFlows, 'isOutdated'>; jobs: JobBoard; log: ServerLog }
  #timer: NodeJS.Timeout | undefined

  constructor(parts: { flows: Pick<ServerFlows, 'isOutdated'>; jobs: JobBoard; log: ServerLog }) {
    this.#parts = parts
  }

  start(everyMs = LOOK_MS): void {
    this.#timer = setInterval(() => void this.#lookSafely(), everyMs)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Starts a reassessment unless none is needed or one is running; a refresh ends with its own. */
  async look(): Promise<void> {
    const { flows, jobs } = this.#parts
    if (jobs.isRunning('reassess', null) || jobs.isRunning('refresh', null)) return
    if (!(await flows.isOutdated())) return
    const title = 'assessing with the present rules and the present age of the knowledge'
    await jobs.start({ kind: 'reassess', title, workspaceId: null, payload: {} })
  }

  async #lookSafely(): Promise<void> {
    try {
      await this.look()
    } catch (error) {
      this.#parts.log.warn({ error }, 'it could not be told whether findings rest on what is known today')
    }
  }
}
