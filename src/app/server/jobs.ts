import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Job, ServerEvent } from '#contract'
import type { Clock, Problem, Result } from '#core/kernel'
import { type Database, isConnectionLoss } from '#platform/database'
import { beat, defaultSilenceMs, endJob, keepHold, keepJob, type StoredJob, takeOver } from '#platform/jobs'
import type { Progress, ServerLog, WorkSummary } from './types.ts'

type Kind = Job['kind']
type Payload = Record<string, unknown>

/** What is to be done; the payload is all that a restarted server needs to do it. */
export interface JobRequest {
  kind: Kind
  title: string
  /** `null`: everybody's (feeds). */
  workspaceId: string | null
  payload: Payload
}

/** Does one kind of work. Taken up again after a crash, so that doing it twice must be the same as doing it once. */
export interface Worker {
  /** What lists should read again when it ends. */
  changes: readonly Changed[]
  /** Work that people look up elsewhere: of jobs they see it only when it failed. */
  quiet?: boolean
  run(request: JobRequest, progress: Progress, stop: AbortSignal): Promise<Result<WorkSummary>>
}
type Listener = (event: ServerEvent) => void

interface Entry {
  job: Job
  /** Jobs of the instance (feeds) are everybody's; others are seen in their workspace only. */
  workspaceId: string | null
  controller: AbortController
  request: JobRequest
  /** How often the work was begun, by any process. */
  attempts: number
  /** Stopped by a person: it is not taken up again. */
  dismissed: boolean
}

const KEPT = 50
const NOTIFY_MS = 200
/** A worker says this often within the allowed silence that it lives. */
const BEATS = 3
/** Accepted work is not given up lightly: only what ended its process this often must be at fault itself. */
const MOST_ATTEMPTS = 100

/**
 * The long work of this server: what runs, how far it is, how it ended; followed by event streams. Work is kept in the
 * database before it is acknowledged and taken up again when the process that did it has died.
 */
export class JobBoard {
  readonly #entries = new Map<string, Entry>()
  readonly #listeners = new Set<{ workspaceId: string; listener: Listener }>()
  readonly #clock: Clock
  readonly #log: ServerLog
  readonly #database: Database
  readonly #workers: Readonly<Record<Kind, Worker>>
  readonly #name = randomUUID()
  readonly #silenceMs: number
  readonly #timer: NodeJS.Timeout
  /** Work whose end could not be noted yet. */
  readonly #unnoted = new Set<string>()

  /** `silenceMs`: how long a process may be silent before its work is taken over. */
  constructor(parts: {
    clock: Clock
    log: ServerLog
    database: Database
    workers: Readonly<Record<Kind, Worker>>
    silenceMs?: number | undefined
  }) {
    this.#clock = parts.clock
    this.#log = parts.log
    this.#database = parts.database
    this.#workers = parts.workers
    this.#silenceMs = parts.silenceMs ?? defaultSilenceMs
    this.#timer = setInterval(() => void this.#look(), this.#silenceMs / BEATS)
    this.#timer.unref()
  }

  /** Accepts work: once this resolves it will be done, whatever happens to this process. The same id twice is one job. */
  async start(request: JobRequest, id: string = randomUUID()): Promise<Job> {
    const isNew = await keepJob(this.#database, this.#name, { id, ...request, acceptedAt: this.#clock() })
    const known = this.#entries.get(id)
    if (!isNew && known) return { ...known.job }
    return { ...this.#begin(id, request, 1).job }
  }

  /** Takes up what processes that died have left. Called at the start and every few seconds. */
  async resume(): Promise<void> {
    for (const stored of await takeOver(this.#database, this.#name, this.#silenceMs)) await this.#takeUp(stored)
  }

  async #look(): Promise<void> {
    try {
      await beat(this.#database, this.#name)
      for (const id of this.#unnoted) await this.#forget(id)
      await this.resume()
    } catch (error) {
      this.#log.warn({ error }, 'the database did not answer about jobs')
    }
  }

  async #takeUp({ id, attempts, ...stored }: StoredJob): Promise<void> {
    const request = stored as JobRequest
    if (attempts > MOST_ATTEMPTS || !(request.kind in this.#workers)) {
      this.#log.error({ job: request.kind, attempts }, 'a job that never ends is given up')
      await endJob(this.#database, id)
      return
    }
    this.#log.info({ job: request.kind, attempts }, 'taking up work that was interrupted')
    this.#begin(id, request, attempts)
  }

  #begin(id: string, request: JobRequest, attempts: number): Entry {
    const { kind, title, workspaceId } = request
    const state = { step: 'starting', done: 0, total: null, unit: '', endedAt: null, problem: null, result: null }
    const job: Job = { id, kind, title, state: 'running', startedAt: this.#clock(), ...state }
    const entry: Entry = { job, workspaceId, controller: new AbortController(), request, attempts, dismissed: false }
    this.#entries.set(id, entry)
    this.#forgetOld()
    this.#tell(entry, { type: 'job', job })
    void this.#run(entry)
    return entry
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
      .filter((entry) => isSeenBy(entry, workspaceId) && this.#isListed(entry))
      .map((entry) => entry.job)
      .reverse()
  }

  find(id: string, workspaceId: string): Job | undefined {
    const entry = this.#entries.get(id)
    return entry && isSeenBy(entry, workspaceId) ? entry.job : undefined
  }

  /** Asks work to stop. Once this resolves nobody takes it up again, even if this process dies before the work has ended. */
  async stop(id: string): Promise<void> {
    const entry = this.#entries.get(id)
    if (!entry) return
    entry.dismissed = true
    entry.controller.abort()
    await this.#forget(id)
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

  /** Asks all running work to stop; the next start takes it up again. */
  close(): void {
    clearInterval(this.#timer)
    for (const entry of this.#entries.values()) entry.controller.abort()
    this.#listeners.clear()
  }

  async #run(entry: Entry): Promise<void> {
    let outcome = await this.#settle(entry)
    while (isInterrupted(entry, outcome) && (await this.#isBackAndOurs(entry))) outcome = await this.#settle(entry)
    const stopped = entry.controller.signal.aborted && !outcome.ok
    Object.assign(entry.job, {
      state: outcome.ok ? 'done' : stopped ? 'stopped' : 'failed',
      endedAt: this.#clock(),
      result: outcome.ok ? pick(outcome.value) : null,
      problem: outcome.ok ? null : { code: outcome.error.code, message: outcome.error.message },
    })
    if ((!stopped && !isInterrupted(entry, outcome)) || entry.dismissed) await this.#forget(entry.job.id)
    this.#tell(entry, { type: 'job', job: entry.job })
    if (!this.#isListed(entry)) this.#entries.delete(entry.job.id)
    for (const what of this.#workers[entry.job.kind].changes) this.changed(entry.workspaceId, what)
  }

  async #forget(id: string): Promise<void> {
    this.#unnoted.add(id)
    try {
      await endJob(this.#database, id)
      this.#unnoted.delete(id)
    } catch (error) {
      this.#log.warn({ error }, 'the end of a job could not be noted yet')
    }
  }

  /** Waits until the database answers again. False when the work is no longer ours: stopped, or taken over meanwhile. */
  async #isBackAndOurs(entry: Entry): Promise<boolean> {
    const { signal } = entry.controller
    Object.assign(entry.job, { step: 'waiting for the database', done: 0, total: null, unit: '' })
    this.#tell(entry, { type: 'job', job: entry.job })
    for (;;) {
      await pause(this.#silenceMs / BEATS, undefined, { signal }).catch(() => {})
      if (signal.aborted) return false
      try {
        const ours = await keepHold(this.#database, this.#name, entry.job.id)
        if (ours) this.#log.info({ job: entry.job.kind }, 'taking up work that was interrupted')
        return ours
      } catch (error) {
        if (isConnectionLoss(error)) continue
        this.#log.error({ error, job: entry.job.kind }, 'a job could not be taken up')
        return false
      }
    }
  }

  async #settle(entry: Entry): Promise<Result<WorkSummary>> {
    try {
      const { request, controller } = entry
      return await this.#workers[request.kind].run(request, this.#progressOf(entry), controller.signal)
    } catch (error) {
      if (isConnectionLoss(error)) return { ok: false, error: { ...databaseGone, cause: error } }
      if (!entry.controller.signal.aborted) this.#log.error({ error, job: entry.job.kind }, 'a job failed')
      return { ok: false, error: failure }
    }
  }

  /** Tells of every step in time, at most once in NOTIFY_MS; the last one of a burst is told when its time has come. */
  #progressOf(entry: Entry): Progress {
    let told = 0
    let due: NodeJS.Timeout | undefined
    const tell = () => {
      due = undefined
      told = performance.now()
      if (entry.job.state === 'running') this.#tell(entry, { type: 'job', job: entry.job })
    }
    return (step, done, total, unit) => {
      entry.controller.signal.throwIfAborted()
      Object.assign(entry.job, { step, done, total: total ?? null, unit: unit ?? '' })
      const wait = told + NOTIFY_MS - performance.now()
      if (wait <= 0) tell()
      else if (!due) due = setTimeout(tell, wait).unref()
    }
  }

  #isListed({ job }: Entry): boolean {
    return !this.#workers[job.kind].quiet || job.state === 'failed'
  }

  #tell(entry: Entry, event: ServerEvent): void {
    if (!this.#isListed(entry)) return
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

const databaseGone: Problem = {
  code: 'database-gone',
  message: 'the database went away: the work is taken up again when it is back',
}

/**
 * Work that failed by no fault of its own is not over: its database went away, or the process it was taken over from has
 * left a connection behind that still holds the one writer's lock.
 */
function isInterrupted(entry: Entry, outcome: Result<WorkSummary>): boolean {
  if (outcome.ok || entry.attempts > MOST_ATTEMPTS) return false
  const { code, cause } = outcome.error
  return code === databaseGone.code || isConnectionLoss(cause) || (entry.attempts > 1 && code === 'knowledge-busy')
}

function isSeenBy(entry: Entry, workspaceId: string): boolean {
  return entry.workspaceId === null || entry.workspaceId === workspaceId
}

function pick({ summary, assetId, importId, previewId }: WorkSummary): Job['result'] {
  return { summary, ...(assetId && { assetId }), ...(importId && { importId }), ...(previewId && { previewId }) }
}
