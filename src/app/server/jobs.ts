import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Transaction } from 'kysely'
import type { Job, ServerEvent } from '#contract'
import { type Clock, ok, type Result } from '#core/kernel'
import { attempt, type Database, isConnectionLoss, type NoTables } from '#platform/database'
import {
  beat,
  defaultSilenceMs,
  endJob,
  endsOf,
  forgetEnds,
  isGone,
  type JobElsewhere,
  type JobEnd,
  jobsElsewhere,
  keepHold,
  keepJob,
  letGo,
  NOBODY,
  noteEnd,
  noteProgress,
  type StoredJob,
  takeOver,
  workerName,
  workersAtWork,
} from '#platform/jobs'
import {
  databaseGone,
  type Entry,
  endOf,
  failure,
  isInterrupted,
  isSeenBy,
  type JobRequest,
  type Kind,
  LIVE_MS,
  MOST_ATTEMPTS,
  pick,
  WAITING,
  type Worker,
} from './job-entry.ts'
import { JobEvents, type Listener } from './job-events.ts'
import { progressOf } from './job-progress.ts'
import { DEFAULT_AT_ONCE, hasRoom, roomFor } from './job-room.ts'
import type { Changed, ServerLog, WorkSummary } from './types.ts'

/** What is kept in the transaction that keeps work, or its end. */
type Alongside = (work: Transaction<NoTables>, id: string) => Promise<Result<unknown>>

const KEPT = 50
/** Processes that share the work tell each other how far they are, and look for more, this often at least. */
const MOST_SHARE_MS = 1_000
/** A worker says this often within the allowed silence that it lives. */
const BEATS = 3

/**
 * The long work of this installation: what runs, here or in other processes, how far it is, how it ended; followed by
 * event streams. Work is kept in the database before it is acknowledged and taken up again when the process that did it
 * has died.
 */
export class JobBoard {
  readonly #entries = new Map<string, Entry>()
  readonly #events = new JobEvents()
  readonly #clock: Clock
  readonly #log: ServerLog
  readonly #database: Database
  readonly #workers: Readonly<Record<Kind, Worker>>
  readonly #name = workerName()
  readonly #silenceMs: number
  readonly #timers: NodeJS.Timeout[]
  readonly #place: string
  readonly #atOnce: number
  readonly #isAlone: boolean
  #hasResumed = false
  #sharing = false
  #closed = false
  /** Work whose end could not be noted yet. */
  readonly #unnoted = new Set<string>()

  /**
   * `silenceMs`: how long a process may be silent before its work is taken over. `place`: the data folder this process
   * works on. `importsAtOnce`: so many files it works at; the others wait, or another process takes them. `isAlone`: the
   * database began with this process, so that whoever was at work before and is not there is gone, however short its silence.
   */
  constructor(parts: {
    clock: Clock
    log: ServerLog
    database: Database
    workers: Readonly<Record<Kind, Worker>>
    silenceMs?: number | undefined
    place?: string | undefined
    importsAtOnce?: number | undefined
    isAlone?: boolean | undefined
  }) {
    this.#clock = parts.clock
    this.#log = parts.log
    this.#database = parts.database
    this.#workers = parts.workers
    this.#silenceMs = parts.silenceMs ?? defaultSilenceMs
    this.#place = parts.place ?? ''
    this.#atOnce = parts.importsAtOnce ?? DEFAULT_AT_ONCE
    this.#isAlone = parts.isAlone ?? false
    this.#timers = [
      setInterval(() => void this.#look(), this.#silenceMs / BEATS).unref(),
      setInterval(() => void this.#share(), Math.min(MOST_SHARE_MS, this.#silenceMs / BEATS)).unref(),
    ]
  }

  /** Accepts work: once this resolves it will be done, whatever happens to this process. The same id twice is one job. */
  async start(request: JobRequest, id: string = randomUUID()): Promise<Job> {
    const started = await this.startWith(request, async () => ok(undefined), id)
    if (!started.ok) throw new Error(started.error.message)
    return started.value
  }

  /**
   * The same together with what else must be kept, such as who asked for it: one transaction, both or neither. Its
   * problem is this one's, and then no work is accepted.
   */
  async startWith(request: JobRequest, alongside: Alongside, id: string = randomUUID()): Promise<Result<Job>> {
    const isHere = hasRoom(request.kind, this.#runningHere(), this.#atOnce)
    const entry = this.#entryOf(id, request, { isHere, attempts: 1 })
    const stored = { id, ...request, acceptedAt: this.#clock(), place: this.#place }
    const kept = await attempt(this.#workOf(request), async (work) => {
      const isNew = await keepJob({ instance: work }, isHere ? this.#name : NOBODY, stored)
      const also = await alongside(work, id)
      return also.ok ? ok(isNew) : also
    })
    if (!kept.ok) return kept
    const known = this.#entries.get(id)
    if (!kept.value) return ok({ ...(known ?? entry).job })
    if (isHere) this.#run(this.#show(entry))
    // Another process may have begun it meanwhile.
    else if (!known) this.#show(entry)
    return ok({ ...entry.job })
  }

  /** Transactions that see the rows the work is about. */
  #workOf({ workspaceId }: JobRequest): Pick<Database, 'inTransaction'> {
    const database = this.#database
    return workspaceId === null ? database : { inTransaction: (work) => database.inWorkspace(workspaceId, work) }
  }

  /** Takes up what waits and what processes that died have left. Called at the start and every second. */
  async resume(): Promise<void> {
    const gone = this.#isAlone && !this.#hasResumed ? (await workersAtWork(this.#database)).filter(isGone) : []
    this.#hasResumed = true
    for (const wanted of roomFor(this.#runningHere(), this.#atOnce)) {
      const taken = await takeOver(this.#database, this.#name, this.#silenceMs, { ...wanted, place: this.#place, gone })
      for (const stored of taken) await this.#takeUp(stored)
    }
  }

  /** Lets other processes take up at once what this one is at. */
  async release(): Promise<void> {
    await letGo(this.#database, this.#name)
  }

  /** Tells the others how far this process is, takes more, and learns what they are at. */
  async #share(): Promise<void> {
    if (this.#sharing || this.#closed) return
    this.#sharing = true
    try {
      await this.#tellProgress()
      await this.resume()
      await this.#watch()
    } catch {
      // Said by the slower look.
    } finally {
      this.#sharing = false
    }
  }

  async #tellProgress(): Promise<void> {
    const asked = performance.now()
    const here = this.#running().filter(({ isHere }) => isHere)
    if (here.length === 0) return
    const said = here.map(({ job: { id, step, done, total, unit } }) => ({ id, progress: { step, done, total, unit } }))
    const ours = await noteProgress(this.#database, this.#name, said)
    // Somebody stopped it elsewhere, or another process does it by now.
    for (const { job, since, controller } of here) if (since < asked && !ours.has(job.id)) controller.abort()
  }

  async #watch(): Promise<void> {
    const asked = performance.now()
    const others = await jobsElsewhere(this.#database, this.#name)
    for (const other of others) this.#seeElsewhere(other)
    const there = new Set(others.map(({ id }) => id))
    const over = this.#running().filter(({ isHere, since, job }) => !isHere && since < asked && !there.has(job.id))
    if (over.length === 0) return
    const ends = await endsOf(
      this.#database,
      over.map(({ job }) => job.id),
    )
    for (const entry of over) if (!entry.isHere) this.#seeEnd(entry, ends.get(entry.job.id))
  }

  #seeElsewhere({ id, isWaiting, progress, attempts, ...stored }: JobElsewhere): void {
    if (!(stored.kind in this.#workers)) return
    const request = stored as JobRequest
    const known = this.#entries.get(id)
    if (known?.job.state === 'running' && known.isHere) return
    const entry =
      known?.job.state === 'running' ? known : this.#show(this.#entryOf(id, request, { isHere: false, attempts }))
    const step = isWaiting ? WAITING : (progress?.step ?? 'starting')
    const { done, total, unit } = progress ?? { done: 0, total: null, unit: '' }
    if (step === entry.job.step && done === entry.job.done) return
    Object.assign(entry.job, { step, done, total, unit })
    this.#tellStep(entry)
  }

  #seeEnd(entry: Entry, end: JobEnd | undefined): void {
    const { state = 'stopped', result = null, problem = null } = end ?? {}
    this.#setEnd(entry, { state, result, problem })
    this.#tellEnd(entry)
  }

  /** What the work wrote is to be seen by whoever sees that it has ended. */
  #setEnd({ job }: Entry, end: Pick<JobEnd, 'state' | 'result' | 'problem'>): void {
    this.#events.noteChange()
    Object.assign(job, end, { endedAt: this.#clock() })
  }

  #running(): Entry[] {
    return [...this.#entries.values()].filter(({ job }) => job.state === 'running')
  }

  #runningHere(): Kind[] {
    return this.#running().flatMap(({ isHere, job }) => (isHere ? [job.kind] : []))
  }

  async #look(): Promise<void> {
    try {
      await beat(this.#database, this.#name)
      for (const id of this.#unnoted) await this.#forget(id)
      await forgetEnds(this.#database)
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
    if (attempts > 1) this.#log.info({ job: request.kind, attempts }, 'taking up work that was interrupted')
    this.#run(this.#show(this.#entryOf(id, request, { isHere: true, attempts })))
  }

  #entryOf(id: string, request: JobRequest, { isHere, attempts }: Pick<Entry, 'isHere' | 'attempts'>): Entry {
    const { kind, title, workspaceId } = request
    const step = isHere ? 'starting' : WAITING
    const state = { step, done: 0, total: null, unit: '', endedAt: null, problem: null, result: null }
    const job: Job = { id, kind, title, state: 'running', startedAt: this.#clock(), ...state }
    const since = performance.now()
    const controller = new AbortController()
    return { job, workspaceId, controller, request, attempts, dismissed: false, isHere, since, livedAt: -LIVE_MS }
  }

  #show(entry: Entry): Entry {
    entry.since = performance.now()
    this.#entries.set(entry.job.id, entry)
    this.#forgetOld()
    this.#tell(entry, { type: 'job', job: entry.job })
    return entry
  }

  #run(entry: Entry): void {
    void this.#work(entry)
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

  /**
   * Asks work to stop. Once this resolves nobody takes it up again, even if this process dies before the work has ended.
   * What `alongside` keeps is kept with that, or the work goes on.
   */
  async stop(id: string, alongside: Alongside = async () => ok(undefined)): Promise<void> {
    const entry = this.#entries.get(id)
    if (!entry) return
    await attempt(this.#workOf(entry.request), async (work) => {
      await noteEnd(work, id, this.#isListed(entry) ? endOf({ ...entry, dismissed: true }) : undefined)
      return alongside(work, id)
    })
    entry.dismissed = true
    entry.controller.abort()
  }

  /** Tells everyone in the workspace that rows changed. */
  changed(workspaceId: string | null, what: Changed): void {
    this.#events.changed(workspaceId, what)
  }

  /** Calls `listener` before anybody is told that rows changed. */
  onChange(listener: () => void): void {
    this.#events.onChange(listener)
  }

  /** Follows the events a workspace may see; returns the way to stop. */
  follow(workspaceId: string, listener: Listener): () => void {
    return this.#events.follow(workspaceId, listener)
  }

  /** Workspaces that somebody follows. */
  followed(): Set<string> {
    return this.#events.followed()
  }

  /** Asks all running work to stop; the next start takes it up again. */
  close(): void {
    this.#closed = true
    for (const timer of this.#timers) clearInterval(timer)
    for (const entry of this.#entries.values()) entry.controller.abort()
    this.#events.close()
  }

  async #work(entry: Entry): Promise<void> {
    let outcome = await this.#settle(entry)
    while (isInterrupted(entry, outcome) && (await this.#isBackAndOurs(entry))) outcome = await this.#settle(entry)
    const stopped = entry.controller.signal.aborted && !outcome.ok
    this.#setEnd(entry, {
      state: outcome.ok ? 'done' : stopped ? 'stopped' : 'failed',
      result: outcome.ok ? pick(outcome.value) : null,
      problem: outcome.ok ? null : { code: outcome.error.code, message: outcome.error.message },
    })
    if ((!stopped && !isInterrupted(entry, outcome)) || entry.dismissed) await this.#forget(entry.job.id)
    this.#tellEnd(entry)
    if (outcome.ok) for (const what of outcome.value.changes ?? []) this.changed(entry.workspaceId, what)
    // There is room for the next.
    void this.#share()
  }

  #tellEnd(entry: Entry): void {
    this.#tell(entry, { type: 'job', job: entry.job })
    if (!this.#isListed(entry) && this.#entries.get(entry.job.id) === entry) this.#entries.delete(entry.job.id)
    for (const what of this.#workers[entry.job.kind].changes) this.changed(entry.workspaceId, what)
  }

  /** Notes the end in the database; what people do not follow leaves nothing behind. */
  async #forget(id: string): Promise<void> {
    this.#unnoted.add(id)
    const entry = this.#entries.get(id)
    const end = entry && this.#isListed(entry) ? endOf(entry) : undefined
    try {
      await endJob(this.#database, id, end)
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
      return await this.#workers[request.kind].run(
        request,
        progressOf(entry, () => this.#tellStep(entry)),
        controller.signal,
      )
    } catch (error) {
      if (isConnectionLoss(error)) return { ok: false, error: { ...databaseGone, cause: error } }
      if (!entry.controller.signal.aborted) this.#log.error({ error, job: entry.job.kind }, 'a job failed')
      return { ok: false, error: failure }
    }
  }

  #tellStep(entry: Entry): void {
    this.#tell(entry, { type: 'job', job: entry.job })
    const { live = [] } = this.#workers[entry.job.kind]
    if (live.length === 0 || performance.now() - entry.livedAt < LIVE_MS) return
    entry.livedAt = performance.now()
    for (const what of live) this.changed(entry.workspaceId, what)
  }

  #isListed({ job }: Entry): boolean {
    return !this.#workers[job.kind].quiet || job.state === 'failed'
  }

  #tell(entry: Entry, event: ServerEvent): void {
    if (!this.#isListed(entry)) return
    this.#events.tell(event, (workspaceId) => isSeenBy(entry, workspaceId))
  }

  #forgetOld(): void {
    for (const [id, entry] of this.#entries) {
      if (this.#entries.size <= KEPT) return
      if (entry.job.state !== 'running') this.#entries.delete(id)
    }
  }
}
