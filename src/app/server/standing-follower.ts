import type { JobBoard } from './jobs.ts'
import type { ServerFlows, ServerLog } from './types.ts'

/** So long an answer waits for findings to follow; what takes longer goes on behind it. */
const PATIENCE_MS = 3_000

/** Findings that were opened, again or for the first time, and closed. */
export interface Followed {
  opened: number
  closed: number
}

interface FollowerParts {
  flows: Pick<ServerFlows, 'followStandings'>
  jobs: Pick<JobBoard, 'changed'>
  log: ServerLog
}

/** Lets findings follow changes of the scope, one after the other in a workspace. What a crash cuts off the next run does. */
export class StandingFollower {
  readonly #parts: FollowerParts
  readonly #underway = new Map<string, Promise<Followed | null>>()

  constructor(parts: FollowerParts) {
    this.#parts = parts
  }

  /** Resolves when findings have followed, with how many, or with `null` when it takes long. */
  async follow(workspaceId: string): Promise<Followed | null> {
    const before = this.#underway.get(workspaceId) ?? Promise.resolve(null)
    const now = before.then(() => this.#follow(workspaceId))
    this.#underway.set(workspaceId, now)
    void now.then(() => this.#underway.get(workspaceId) === now && this.#underway.delete(workspaceId))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, null)
    })
    const followed = await Promise.race([now, late])
    clearTimeout(timer)
    return followed
  }

  /** Resolves when nothing is under way. */
  async close(): Promise<void> {
    await Promise.all(this.#underway.values())
  }

  async #follow(workspaceId: string): Promise<Followed | null> {
    const { flows, jobs, log } = this.#parts
    try {
      const { recorded, opened, resolved } = await flows.followStandings(workspaceId)
      if (recorded > 0) for (const what of ['surface', 'findings'] as const) jobs.changed(workspaceId, what)
      return { opened, closed: resolved }
    } catch (error) {
      log.warn({ error }, 'findings did not follow a change of the scope: the next run of discovery does it')
      return null
    }
  }
}
