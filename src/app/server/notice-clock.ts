import {
  forgetNotices,
  hasDueDeliveries,
  ticketsToCheck,
  toldStaleFeeds,
  writeDueDigests,
  writeNotice,
  writeTimedNotices,
} from '#action/notifiers/store'
import type { Clock, Instant } from '#core/kernel'
import type { Currency } from '#core/vocabulary'
import { type Database, listWorkspaces } from '#platform/database'
import { listFeeds } from '#views/feeds'
import type { JobBoard } from './jobs.ts'
import type { ServerLog } from './types.ts'

const SEND_MS = 2_000
const WRITE_MS = 60_000
const KEPT_DAYS = 90

interface NoticeClockParts {
  database: Database
  clock: Clock
  jobs: JobBoard
  log: ServerLog
  /** By what knowledge is too old to count. */
  currency(): Currency
}

/** Starts the sending of what waits to go out, and writes the notices that time alone brings. */
export class NoticeClock {
  readonly #parts: NoticeClockParts
  readonly #timers: NodeJS.Timeout[] = []

  constructor(parts: NoticeClockParts) {
    this.#parts = parts
  }

  start(sendMs = SEND_MS, writeMs = WRITE_MS): void {
    this.#timers.push(
      setInterval(() => void this.#safely((id) => this.#send(id)), sendMs).unref(),
      setInterval(() => void this.#safely((id) => this.#write(id)), writeMs).unref(),
    )
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }

  async #safely(act: (workspaceId: string) => Promise<void>): Promise<void> {
    const { database, log } = this.#parts
    try {
      for (const workspaceId of await listWorkspaces(database)) await act(workspaceId)
    } catch (error) {
      log.warn({ error }, 'the database did not answer about notices')
    }
  }

  async #send(workspaceId: string): Promise<void> {
    const { jobs } = this.#parts
    if (jobs.isRunning('deliver', workspaceId) || !(await this.#hasWork(workspaceId))) return
    await jobs.start({ kind: 'deliver', title: 'Sending notices', workspaceId, payload: {} })
  }

  async #hasWork(workspaceId: string): Promise<boolean> {
    const { database, clock } = this.#parts
    if (await hasDueDeliveries(database, workspaceId, clock())) return true
    return (await ticketsToCheck(database, workspaceId, clock())) !== undefined
  }

  async #write(workspaceId: string): Promise<void> {
    const { database, clock } = this.#parts
    const now = clock()
    await writeTimedNotices(database, workspaceId, now)
    await writeDueDigests(database, workspaceId, now)
    await this.#tellStaleFeeds(workspaceId, now)
    await forgetNotices(database, workspaceId, daysBefore(now, KEPT_DAYS))
  }

  /** A feed is told of once for each day it speaks as of; what grew old together is told together. */
  async #tellStaleFeeds(workspaceId: string, now: Instant): Promise<void> {
    const { database, currency } = this.#parts
    const { feeds } = await listFeeds(database, currency())
    const stale = feeds
      .filter((feed) => feed.stale && feed.lastSuccess)
      .map(({ id, name, asOf, lastSuccess }) => ({ id, name, asOf: asOf ?? lastSuccess }))
    if (stale.length === 0) return
    const keyOf = ({ id, asOf }: { id: string; asOf: string | null }) => `${id}:${asOf}`
    const told = new Set((await toldStaleFeeds(database, workspaceId)).map(keyOf))
    const fresh = stale.filter((feed) => !told.has(keyOf(feed)))
    if (fresh.length === 0) return
    const key = `feed.stale:${fresh.map(keyOf).sort().join()}`
    await writeNotice(database, workspaceId, { kind: 'feed.stale', key, detail: { feeds: fresh } }, now)
  }
}

function daysBefore(now: Instant, days: number): Instant {
  return new Date(Date.parse(now) - days * 86_400_000).toISOString() as Instant
}
