import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import {
  type Clock,
  dropRecord,
  emptyOutcome,
  err,
  type Instant,
  type Outcome,
  outcomeStatus,
  type Problem,
  problem,
  type Result,
} from '#core/kernel'
import type { SourceId } from '#core/vocabulary'
import { readStarter } from '#exposure/knowledge'
import {
  beginFeedRun,
  endFeedRun,
  epssDays,
  feedState,
  ingestKnowledge,
  type KnowledgeIngest,
  type Publication,
  registerFeeds,
} from '#exposure/knowledge/store'
import { type Feed, type FeedFile, type FeedLimits, type FeedRead, type FeedSink, maxAgeDaysOf } from '#intake/feeds'
import type { Database } from '#platform/database'
import { DataDates, later } from './data-date.ts'

const NOT_FETCHED = 'not-fetched'

/** Raise it when a reader understands records differently, so that unchanged bytes are read again. */
const READER_VERSION = '7'

export interface RefreshOptions {
  database: Database
  indexPath: string
  feeds: readonly Feed[]
  limits: FeedLimits
  clock: Clock
  /** Brings a feed's files onto this machine (or finds them in a mirror). `state` is what the last good run left. */
  gather(feed: Feed, state: Record<string, unknown>, onFetch?: FetchProgress): Promise<Result<Gathered>>
  signal?: AbortSignal
  /** Called when a feed begins, while its files are fetched, and when it ends. */
  onProgress?: (event: RefreshEvent) => void
}

/** The files of a feed now, and the validators to remember when they were read. */
export interface Gathered {
  files: FeedFile[]
  state: Record<string, unknown>
  /** Files that could not be had; the others are read all the same, and nothing is taken for gone. */
  problems?: Problem[]
  /** True when the publisher itself answered for every file just now: they are as current as can be. */
  current?: boolean
  /** True when there is nothing to read because nothing changed. */
  nothingNew?: boolean
}

/** Told while a file is fetched: what is here of it, and how much it will be where the server says so. */
export type FetchProgress = (name: string, bytes: number, total: number | undefined) => void

type RefreshEvent =
  | { kind: 'begin'; feed: string }
  | { kind: 'fetch'; feed: string; name: string; bytes: number; total: number | undefined }
  | { kind: 'end'; feed: string; report: FeedReport }

export interface FeedReport {
  feed: string
  outcome: Outcome
  written: number
  removed: number
  bytes: number
  problem?: Problem
}

export interface RefreshReport {
  feeds: FeedReport[]
  /** Left out while no source was ever read: the built-in starter goes on answering. */
  publication: Publication | undefined
}

/**
 * Refresh feeds → merge knowledge. Feeds are independent: one that fails keeps its last good state and the others go
 * on. Problem `knowledge-busy`: another process is refreshing.
 */
export async function refreshKnowledge(options: RefreshOptions): Promise<Result<RefreshReport>> {
  const { database, feeds, clock, indexPath } = options
  await registerFeeds(database, feeds)
  return withTightHeap(() =>
    ingestKnowledge(database, async (ingest) => {
      // Also before the feeds, as a server does at its start: what is stored then does not depend on who came first.
      await seedKnowledge(ingest)
      const reports: FeedReport[] = []
      for (const feed of feeds) {
        if (options.signal?.aborted) break
        options.onProgress?.({ kind: 'begin', feed: feed.id })
        const report = await refreshFeed(feed, ingest, options)
        options.onProgress?.({ kind: 'end', feed: feed.id, report })
        reports.push(report)
      }
      await seedKnowledge(ingest)
      return { feeds: reports, publication: await ingest.publish(indexPath, clock(), maxAgeDaysOf) }
    }),
  )
}

/** Percent by which the heap may grow between two collections while feeds are read. */
const HEAP_GROWTH = 20

/** Records pass through and leave garbage: on a machine with much memory the heap would grow to several times what lives in it. */
async function withTightHeap<T>(work: () => Promise<T>): Promise<T> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`)
  try {
    return await work()
  } finally {
    setFlagsFromString('--heap-growing-percent=0')
  }
}

/** The starter stays known until its sources are read: a feed that is missing must not look like a fix. */
export async function seedKnowledge(ingest: KnowledgeIngest): Promise<void> {
  const starter = readStarter()
  if (starter.ok) await ingest.seed(starter.value)
}

async function refreshFeed(feed: Feed, ingest: KnowledgeIngest, options: RefreshOptions): Promise<FeedReport> {
  const { database, clock } = options
  const runId = await beginFeedRun(database, feed.id, clock())
  const before = { ...ingest.counts }
  const state = readState(await feedState(database, feed.id))
  const known = feed.byDay ? { ...state.own, heldDays: await epssDays(database) } : state.own
  const gathered = await options.gather(feed, known, (name, bytes, total) =>
    options.onProgress?.({ kind: 'fetch', feed: feed.id, name, bytes, total }),
  )
  const read = gathered.ok ? await readFeed(feed, gathered.value, state, ingest, options) : failedRead(gathered.error)
  const report: FeedReport = {
    feed: feed.id,
    outcome: read.outcome,
    written: ingest.counts.written - before.written,
    removed: ingest.counts.removed - before.removed,
    bytes: read.bytes,
    ...(read.problem && { problem: read.problem }),
  }
  const kept = read.state && { state: { ...read.state } }
  await endFeedRun(database, { runId, feedId: feed.id }, { ...report, ...kept }, clock())
  return report
}

/** What is remembered of a feed: its own validators, each file's digest, and the sources it told something of. */
interface RememberedState {
  own: Record<string, unknown>
  files: Record<string, string>
  sources: SourceId[]
  /** The newest date met in the data of each source. */
  newest: Record<SourceId, string>
  /** As of when the data speaks: when the publisher was asked, else by its newest date. */
  asOf?: string | undefined
  /** True when nothing in the data is dated: it is as of then or later, by what it names. */
  undated?: boolean | undefined
}

function readState(held: Record<string, unknown>): RememberedState {
  const {
    own = {},
    files = {},
    sources = [],
    newest = {},
    asOf,
    undated,
    reader,
  } = held as Partial<RememberedState> & { reader?: string }
  if (reader === READER_VERSION) return { own, files, sources, newest, asOf, undated }
  // Read again from the first byte: what only the old reader has seen is not known, and what is here needs no fetching.
  const { validators = {} } = own
  return { own: { validators }, files: {}, sources, newest, asOf, undated }
}

interface FeedReading {
  outcome: Outcome
  bytes: number
  problem?: Problem
  state?: RememberedState & { reader: string }
}

function failedRead(error: Problem, bytes = 0): FeedReading {
  return { outcome: { ...emptyOutcome(), status: 'failed' }, bytes, problem: error }
}

async function readFeed(
  feed: Feed,
  gathered: Gathered,
  held: RememberedState,
  ingest: KnowledgeIngest,
  options: RefreshOptions,
): Promise<FeedReading> {
  const digests = await digestFiles(gathered.files)
  const changed = gathered.files.filter(
    (file) => digests[file.name] === undefined || digests[file.name] !== held.files[file.name],
  )
  // Where all files together are the source, one that changed means reading all: what is missing can only be told then.
  const files = feed.whole && changed.length > 0 ? gathered.files : changed
  const dates = new DataDates(options.clock(), held.newest)
  const asOf = (source: SourceId) =>
    gathered.current ? options.clock() : instantOf(dates.of(source) ?? dates.leastOf(source))
  const reading = new FeedReader({ feed, ingest, options, dates, asOf })
  for (const { message } of gathered.problems ?? []) dropRecord(reading.outcome, NOT_FETCHED, message)
  const unread = gathered.files.filter((file) => !files.includes(file))
  const bytes =
    gathered.files.length > 0 || gathered.nothingNew ? await reading.read(files, unread) : err(noFiles(feed))
  if (!bytes.ok) return failedRead(bytes.error, reading.bytes)
  const sources = [...new Set([...held.sources, ...reading.touched])]
  if (files.length > 0 || gathered.current) for (const source of sources) await ingest.confirm([source], asOf(source))
  const named = gathered.current ? undefined : await datedByNamed(sources, dates, ingest)
  const least = (files.length === 0 && held.asOf) || dates.least
  const outcome = reading.outcome
  if (files.length === 0 && outcome.dropped.length === 0) outcome.status = 'unchanged'
  return {
    outcome,
    bytes: reading.bytes,
    state: {
      own: gathered.state,
      files: Object.fromEntries(Object.entries(digests).filter(([name]) => !reading.refused.has(name))),
      sources,
      newest: dates.toJSON(),
      asOf: gathered.current ? options.clock() : instantOf(dates.newest ?? later(named, least)),
      undated: !gathered.current && dates.newest === undefined && (files.length > 0 || held.undated === true),
      reader: READER_VERSION,
    },
  }
}

/**
 * Says of sources that date nothing that they speak as of the day by which what they name was known. It is looked up again
 * when they are unchanged, as other feeds may have told it since. Returns the newest of these days.
 */
async function datedByNamed(
  sources: readonly SourceId[],
  dates: DataDates,
  ingest: KnowledgeIngest,
): Promise<Instant | undefined> {
  const days: Instant[] = []
  for (const source of sources) {
    const known = dates.of(source) === undefined ? await ingest.namedSince(source) : undefined
    if (known === undefined) continue
    await ingest.confirm([source], known)
    days.push(known)
  }
  return days.toSorted().at(-1)
}

function noFiles(feed: Feed): Problem {
  return problem('feed-missing', `no file of ${feed.name} was found; check the mirror's path or the network`)
}

interface Reading {
  feed: Feed
  ingest: KnowledgeIngest
  options: RefreshOptions
  dates: DataDates
  /** As of when what was read so far speaks. */
  asOf: (source: SourceId) => Instant
}

/** Reads a feed's files one after the other; the first that is refused ends the run and nothing is removed. */
class FeedReader {
  readonly outcome = emptyOutcome()
  readonly touched = new Set<SourceId>()
  /** Names of files that were refused while the others were read. */
  readonly refused = new Set<string>()
  bytes = 0
  /** Files whose readers lost something. */
  #complained = 0
  /** Sources of catalogues and indexes the file being read replaced. */
  readonly #asserted = new Set<SourceId>()
  readonly #feed: Feed
  readonly #ingest: KnowledgeIngest
  readonly #options: RefreshOptions
  readonly #open = new Set<SourceId>()
  /** Ecosystems of which every record was read. */
  readonly #ecosystems = new Set<string>()

  readonly #dates: DataDates
  readonly #asOf: (source: SourceId) => Instant

  constructor({ feed, ingest, options, dates, asOf }: Reading) {
    this.#feed = feed
    this.#ingest = ingest
    this.#options = options
    this.#dates = dates
    this.#asOf = asOf
  }

  /** @param unread the feed's files that are as they were read before */
  async read(files: readonly FeedFile[], unread: readonly FeedFile[]): Promise<Result<null>> {
    for (const file of files) {
      const read = await this.#feed.read(file, this.#sink(), this.#options.limits, this.#options.signal)
      // Of a few changed records none could be read, or one of several catalogues: no reason to stop at the whole feed.
      if (!read.ok && (file.some || this.#feed.independent)) {
        dropRecord(this.outcome, read.error.code, read.error.message)
        this.#complained++
        this.refused.add(file.name)
        continue
      }
      if (!read.ok) {
        for (const source of this.#open) await this.#ingest.abandon(source)
        return read
      }
      this.#add(file, read.value)
    }
    this.outcome.status = this.#status()
    await this.#close(files, unread)
    return { ok: true, value: null }
  }

  /** A reader may call its reading complete although records were passed over: an exploit without a CVE is no loss. */
  #status(): Outcome['status'] {
    return this.#lostNothing() ? 'complete' : outcomeStatus(this.outcome)
  }

  #lostNothing(): boolean {
    return this.#complained === 0 && !this.outcome.dropped.some(({ code }) => code === NOT_FETCHED)
  }

  #add(file: FeedFile, { outcome, touched, bytes }: FeedRead): void {
    const ecosystem = isPart(file) ? undefined : this.#feed.wholeOf?.(file.name)
    if (outcome.status !== 'complete') this.#complained++
    else if (ecosystem !== undefined) this.#ecosystems.add(ecosystem)
    this.bytes += bytes
    this.outcome.read += outcome.read
    this.outcome.kept += outcome.kept
    for (const { code, example, count } of outcome.dropped) {
      const known = this.outcome.dropped.find((entry) => entry.code === code)
      if (known) known.count += count
      else this.outcome.dropped.push({ code, example, count })
    }
    this.#dates.endFile(new Set([...touched, ...this.#asserted]))
    this.#asserted.clear()
    for (const source of touched) this.touched.add(source)
  }

  /** A record that was lost is not gone: nothing is removed on the word of a file that could not be read in full. */
  async #close(files: readonly FeedFile[], unread: readonly FeedFile[]): Promise<void> {
    const everything = this.#feed.whole && this.#lostNothing() && !files.some(isPart)
    // What a file beside the archives holds is known only while it is read.
    const alone = unread.some(({ name }) => this.#feed.wholeOf?.(name) === undefined)
    const complete = everything || (!alone && this.#ecosystems.size > 0 && [...this.#ecosystems])
    // The last record of a source may be what is gone: nothing was met of it then.
    if (Array.isArray(complete)) for (const source of this.touched) await this.#openSource(source)
    for (const source of this.#open) await this.#ingest.close(source, { complete, at: this.#asOf(source) })
  }

  async #openSource(source: SourceId): Promise<void> {
    this.#open.add(source)
    await this.#ingest.open(source)
  }

  #sink(): FeedSink {
    const ingest = this.#ingest
    const dates = this.#dates
    const asOf = this.#asOf
    return {
      open: (source) => this.#openSource(source),
      meets: (source, digest) => ingest.meets(source, READER_VERSION + digest),
      put: (statement, digest) => {
        dates.note(statement.modified)
        dates.note(statement.published)
        dates.noteNamed(statement.recordId)
        return ingest.put(statement, READER_VERSION + digest)
      },
      remove: (source, recordIds) => ingest.remove(source, recordIds),
      replaceKev: (asserter, statements, statedAt) => {
        dates.note(statedAt)
        this.#asserted.add(`kev/${asserter}`)
        return ingest.replaceKev(asserter, statements, asOf(`kev/${asserter}`))
      },
      replaceExploits: (source, signals, newest) => {
        dates.note(newest)
        for (const { cve, date } of signals) {
          dates.note(date)
          dates.noteNamed(cve)
        }
        return ingest.replaceExploits(source, signals, asOf(`exploit/${source}`))
      },
      keepFingerprints: (id, content, rules) => ingest.keepFingerprints(id, content, rules),
      keepCatalogue: (catalogue, newest) => {
        dates.note(newest)
        this.#asserted.add(`catalogue/${catalogue.id}`)
        return ingest.keepCatalogue(catalogue)
      },
      epssDay: async (batches) => {
        const day = await ingest.beginEpssDay()
        for await (const scores of batches) {
          for (const score of scores) day.add(score)
          dates.note(scores[0]?.date)
          await nextTurn()
        }
        await ingest.writeEpssDay(day)
      },
    }
  }
}

/** True for a few records of many, taken out of an archive or fetched one by one. */
function isPart({ some, only }: FeedFile): boolean {
  return some === true || only !== undefined
}

/** A day means its beginning. */
function instantOf(date: string): Instant {
  return new Date(date).toISOString() as Instant
}

/** Lets others in this process go on. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

const DIGEST_BYTES = 256 * 1024

/** Digests of the files as they lie there; a folder and a part of an archive have none and are always read. */
async function digestFiles(files: readonly FeedFile[]): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  const buffer = Buffer.allocUnsafe(DIGEST_BYTES)
  for (const { name, path, only } of files) {
    if (only || !statSync(path, { throwIfNoEntry: false })?.isFile()) continue
    digests[name] = await digestFile(path, buffer)
  }
  return digests
}

/** Through one buffer: a stream would leave one behind for every chunk. */
async function digestFile(path: string, buffer: Buffer): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'r')
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return hash.digest('base64url')
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}
