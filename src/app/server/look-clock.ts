import { randomUUID } from 'node:crypto'
import type { Clock, Instant } from '#core/kernel'
import type { DiscoveryLook } from '#core/vocabulary'
import { claimDueLook, endAbandoned, hasRunning, inTurn, readDiscoverySettings } from '#exposure/surface/store'
import { type Database, listWorkspaces } from '#platform/database'
import { quietClock } from '#platform/probe'
import type { JobBoard } from './jobs.ts'
import type { ServerLog } from './types.ts'

const LOOK_MS = 30_000

const titles: Readonly<Record<DiscoveryLook, string>> = {
  names: 'Discover: names',
  certificates: 'Discover: certificates',
  ports: 'Discover: ports',
  services: 'Discover: services',
  deep: 'Discover',
}

/** What a run is called in lists. */
export function lookTitle(look: DiscoveryLook): string {
  return titles[look]
}

/** Starts the looks whose time has come: one at a time in a workspace, none while probes are stopped or hours are quiet. */
export class LookClock {
  readonly #parts: { database: Database; clock: Clock; jobs: JobBoard; log: ServerLog }
  readonly #isQuiet = quietClock()
  #timer: NodeJS.Timeout | undefined

  constructor(parts: { database: Database; clock: Clock; jobs: JobBoard; log: ServerLog }) {
    this.#parts = parts
  }

  start(everyMs = LOOK_MS): void {
    this.#timer = setInterval(() => void this.#lookSafely(), everyMs).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Starts what is due, of each workspace; gives what was started. */
  async look(chance: () => number = Math.random): Promise<DiscoveryLook[]> {
    const started: DiscoveryLook[] = []
    for (const workspaceId of await listWorkspaces(this.#parts.database)) {
      const claimed = await this.#claim(workspaceId, chance)
      if (claimed === undefined) continue
      const { look, agent } = claimed
      const runId = randomUUID()
      const payload = { actor: 'schedule', runId, seeds: [], look, ...(agent !== null && { agent }) }
      await this.#parts.jobs.start({ kind: 'discover', title: titles[look], workspaceId, payload }, runId)
      started.push(look)
    }
    return started
  }

  /** What waits longer than it should, for a run or quiet hours to end, is due still. */
  async #claim(workspaceId: string, chance: () => number) {
    const { database, clock, jobs } = this.#parts
    if (jobs.isRunning('discover', workspaceId)) return undefined
    const at = clock()
    await this.#endAbandoned(workspaceId, at)
    return database.inWorkspace(workspaceId, async (work) => {
      const { stopped, quietHours } = await readDiscoverySettings(work)
      if (stopped || this.#isQuiet(quietHours, Date.parse(at))) return undefined
      return claimDueLook(work, { at, chance })
    })
  }

  /** Runs at the command line that died with their process: nobody goes on with them, and they would stand in the way. */
  async #endAbandoned(workspaceId: string, at: Instant): Promise<void> {
    const { database } = this.#parts
    if (!(await database.inWorkspace(workspaceId, hasRunning))) return
    await inTurn(database, workspaceId, () => database.inWorkspace(workspaceId, (work) => endAbandoned(work, at)))
  }

  async #lookSafely(): Promise<void> {
    try {
      await this.look()
    } catch (error) {
      this.#parts.log.warn({ error }, 'the database did not answer about what is to be looked at')
    }
  }
}
