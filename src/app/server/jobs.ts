import { randomUUID } from 'node:crypto'
import type { Job, ServerEvent } from '#contract'
import type { Clock, Problem, Result } from '#core/kernel'
import type { Progress, ServerLog, WorkSummary } from './types.ts'

type Work = (progress: Progress, stop: AbortSignal) => Promise<Result<WorkSummary>>
type Listener = (event: ServerEvent) => void

interface Entry {
  job: Job
  /** Jobs of the instance (feeds) are everybody's; others are seen in their workspace only. */
  workspaceId: string | null
  controller: AbortController
}

const KEPT = 50
const NOTIFY_MS = 200

/** The long work of this server process: what runs, how far it is, how it ended; followed by event streams. */
export class JobBoard {
  readonly #entries = new Map<string, Entry>()
  readonly #listeners = new Set<{ workspaceId: string; listener: Listener }>()
  readonly #clock: Clock
  readonly #log: ServerLog

  constructor(clock: Clock, log: ServerLog) {
    this.#clock = clock
    this.#log = log
  }

  /** Starts work and answers at once with its job. `changes`: what lists should read again when it ends. */
  start(
    description: Pick<Job, 'kind' | 'title'> & { workspaceId: string | null; changes: readonly Changed[] },
    work: Work,
  ): Job {
    const { kind, title, workspaceId, changes } = description
    const state = { step: 'starting', done: 0, total: null, unit: '', endedAt: null, problem: null, result: null }
    const job: Job = { id: randomUUID(), kind, title, state: 'running', startedAt: this.#clock(), ...state }
    const entry = { job, workspaceId, controller: new AbortController() }
    this.#entries.set(job.id, entry)
    this.#forgetOld()
    this.#tell(entry, { type: 'job', job })
    void this.#run(entry, work, changes)
    return { ...job }
  }

  /** True while a job of this kind runs for this workspace. */
  isRunning(kind: Job['kind'], workspaceId: string | null): boolean {
    return [...this.#entries.values()].some(
      (entry) => entry.job.kind === kind && entry.workspaceId === workspaceId && entry.job.state === 'running',
    )
  }

  /** Newest first. */
  list(workspaceId: string): Job[] {
    return [...this.#entries.values()]
      .filter((entry) => isSeenBy(entry, workspaceId))
      .map((entry) => entry.job)
      .reverse()
  }

  find(id: string, workspaceId: string): Job | undefined {
    const entry = this.#entries.get(id)
    return entry && isSeenBy(entry, workspaceId) ? entry.job : undefined
  }

  stop(id: string): void {
    this.#entries.get(id)?.controller.abort()
  }

  /** Tells everyone in the workspace that rows changed. */
  changed(workspaceId: string | null, what: Changed): void {
    for (const entry of this.#listeners) {
      if (workspaceId === null || entry.workspaceId === workspaceId) entry.listener({ type: 'changed', what })
    }
  }

  /** Follows the events a workspace may see; returns the way to stop. */
  follow(workspaceId: string, listener: Listener): () => void {
    const entry = { workspaceId, listener }
    this.#listeners.add(entry)
    return () => this.#listeners.delete(entry)
  }

  /** Asks all running work to stop. */
  close(): void {
    for (const entry of this.#entries.values()) entry.controller.abort()
    this.#listeners.clear()
  }

  async #run(entry: Entry, work: Work, changes: readonly Changed[]): Promise<void> {
    const outcome = await this.#settle(entry, work)
    const stopped = entry.controller.signal.aborted && !outcome.ok
    Object.assign(entry.job, {
      state: outcome.ok ? 'done' : stopped ? 'stopped' : 'failed',
      endedAt: this.#clock(),
      result: outcome.ok ? pick(outcome.value) : null,
      problem: outcome.ok ? null : { code: outcome.error.code, message: outcome.error.message },
    })
    this.#tell(entry, { type: 'job', job: entry.job })
    for (const what of changes) this.changed(entry.workspaceId, what)
  }

  async #settle(entry: Entry, work: Work): Promise<Result<WorkSummary>> {
    try {
      return await work(this.#progressOf(entry), entry.controller.signal)
    } catch (error) {
      if (!entry.controller.signal.aborted) this.#log.error({ error, job: entry.job.kind }, 'a job failed')
      return { ok: false, error: failure }
    }
  }

  #progressOf(entry: Entry): Progress {
    let told = 0
    return (step, done, total, unit) => {
      entry.controller.signal.throwIfAborted()
      Object.assign(entry.job, { step, done, total: total ?? null, unit: unit ?? '' })
      const now = performance.now()
      if (now - told < NOTIFY_MS) return
      told = now
      this.#tell(entry, { type: 'job', job: entry.job })
    }
  }

  #tell(entry: Entry, event: ServerEvent): void {
    for (const { workspaceId, listener } of this.#listeners) if (isSeenBy(entry, workspaceId)) listener(event)
  }

  #forgetOld(): void {
    for (const [id, entry] of this.#entries) {
      if (this.#entries.size <= KEPT) return
      if (entry.job.state !== 'running') this.#entries.delete(id)
    }
  }
}

export type Changed = Extract<ServerEvent, { type: 'changed' }>['what']

const failure: Problem = { code: 'failure', message: 'this is a fault in Lunette: the log has the details' }

function isSeenBy(entry: Entry, workspaceId: string): boolean {
  return entry.workspaceId === null || entry.workspaceId === workspaceId
}

function pick({ summary, assetId, importId }: WorkSummary): Job['result'] {
  return { summary, ...(assetId && { assetId }), ...(importId && { importId }) }
}
