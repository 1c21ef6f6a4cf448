import type { PoolClient } from 'pg'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { ExploitSignal, KevStatement, RecordId, SourceId, Statement, TechniqueCatalogue } from '#core/vocabulary'
import type { Database } from '#platform/database'
import type { MaxAgeOf } from '../coverage.ts'
import type { KnownRecords } from '../known-records.ts'
import type { StarterFile } from '../starter.ts'
import { keepCatalogue } from './catalogues.ts'
import { BULK_CHANGES } from './changes.ts'
import { EpssDayBuilder, EpssOrdinals, writeEpssDay } from './epss.ts'
import { keepFingerprints } from './fingerprints.ts'
import { type Publication, publishKnowledge } from './publish.ts'
import { rowOf, type StatementRow } from './row.ts'
import { seedStarter } from './seed.ts'
import { namedSince, replaceExploits, replaceKev } from './signals.ts'
import {
  createIncoming,
  loadKnown,
  namingOnly,
  removeStatements,
  writeOtherDigests,
  writeStatements,
} from './statements.ts'
import { beginWriting, closeInterruptedRuns, endWriting } from './writer.ts'

const BATCH_ROWS = 5_000
/** A batch also ends here, so that a few huge records do not fill the memory. */
const BATCH_CHARACTERS = 16 * 1024 * 1024
/** What an ingest did to one source or to all of them. */
export interface IngestCounts {
  written: number
  unchanged: number
  removed: number
}

/** `true`: every record of the source was read; a list: every record of these ecosystems (without release); `false`: some. */
export type Completeness = boolean | readonly string[]

type TakenRecord = Pick<Statement, 'source' | 'recordId'> & { modified?: string | undefined }

/**
 * Takes the records of feeds in any order and writes only what differs, in batches that each survive a crash: a run
 * that was killed is simply run again. One writer per database.
 */
export class KnowledgeIngest {
  readonly counts: IngestCounts = { written: 0, unchanged: 0, removed: 0 }
  readonly #client: PoolClient
  readonly #sources = new Map<SourceId, KnownRecords>()
  #ordinals: EpssOrdinals | undefined
  #dayBegun = false
  #batch = new Map<string, StatementRow>()
  #batchCharacters = 0
  #losers = new Map<SourceId, Map<RecordId, string>>()
  #writing: Promise<void> = Promise.resolve()

  constructor(client: PoolClient) {
    this.#client = client
  }

  /** Replaces one asserter's catalogue of exploited vulnerabilities by what it says now. */
  async replaceKev(asserter: string, statements: Iterable<KevStatement>, at: string): Promise<void> {
    await this.flush()
    this.#count(await replaceKev(this.#client, asserter, statements))
    await this.#markRead(`kev/${asserter}`, at)
  }

  /** Replaces one source's exploit signals by what it says now. */
  async replaceExploits(source: string, signals: Iterable<ExploitSignal>, at: string): Promise<void> {
    await this.flush()
    this.#count(await replaceExploits(this.#client, source, signals))
    await this.#markRead(`exploit/${source}`, at)
  }

  /** Keeps a set of fingerprints whole; it speaks of no vulnerability, so that no knowledge changes with it. */
  async keepFingerprints(id: string, content: Buffer, rules: number): Promise<void> {
    const changed = await keepFingerprints(this.#client, id, content, rules)
    this.counts[changed ? 'written' : 'unchanged'] += rules
  }

  /** Keeps a catalogue of techniques; it speaks of no vulnerability either. */
  async keepCatalogue(catalogue: TechniqueCatalogue): Promise<void> {
    const changed = await keepCatalogue(this.#client, catalogue)
    this.counts[changed ? 'written' : 'unchanged'] += catalogue.techniques.length
  }

  /** Begins a day of EPSS scores; nothing is written before `writeEpssDay`, and one that was never written leaves nothing. */
  async beginEpssDay(): Promise<EpssDayBuilder> {
    await this.flush()
    if (!this.#ordinals || this.#dayBegun) {
      this.#ordinals = new EpssOrdinals()
      await this.#ordinals.load(this.#client)
    }
    this.#dayBegun = true
    return new EpssDayBuilder(this.#ordinals)
  }

  /** Writes a whole day at once, if it differs from what is held. */
  async writeEpssDay(builder: EpssDayBuilder): Promise<void> {
    const day = builder.day()
    if (!day || !this.#ordinals) return
    const changed = await writeEpssDay(this.#client, this.#ordinals, day)
    this.#dayBegun = false
    this.counts[changed ? 'written' : 'unchanged'] += day.scored
  }

  /** Holds the starter below what is read, for sources that never were. */
  async seed(starter: StarterFile): Promise<void> {
    await this.flush()
    await seedStarter(this.#client, starter)
    this.#ordinals = undefined
  }

  /** Merges, names the generation and brings the index file up to it; `undefined` while no source was ever read. */
  async publish(indexPath: string, now: Instant, maxAgeOf?: MaxAgeOf): Promise<Publication | undefined> {
    await this.flush()
    return publishKnowledge(this.#client, indexPath, now, maxAgeOf)
  }

  /** When each source was last read to its end, by source id (`nvd`, `kev/CISA`, `exploit/nuclei`). */
  async asOf(): Promise<Map<string, string>> {
    const { rows } = await this.#client.query<{ id: string; as_of: Date }>('select id, as_of from knowledge_source')
    return new Map(rows.map((row) => [row.id, row.as_of.toISOString()]))
  }

  /** Makes a source's held records known; must precede `meets` and `put` for it. */
  async open(source: SourceId): Promise<void> {
    if (this.#sources.has(source)) return
    await this.#settled()
    this.#sources.set(source, await loadKnown(this.#client, source))
  }

  /** True when these bytes are held already; the record then counts as seen and need not be parsed. */
  meets(source: SourceId, digest: string): boolean {
    const met = this.#known(source).meets(digest)
    if (met) this.counts.unchanged++
    return met
  }

  /** Takes one statement; returns a promise only when a batch is full, to be awaited. */
  put(statement: Statement, digest: string): Promise<void> | undefined {
    return this.#take(statement, digest, () => rowOf(statement, digest))
  }

  /** Takes a row that another installation's knowledge was exported as. */
  putRow(row: StatementRow): Promise<void> | undefined {
    return this.#take({ ...row, recordId: row.record_id }, row.digest, () => row)
  }

  #take(record: TakenRecord, digest: string, rowOfRecord: () => StatementRow): Promise<void> | undefined {
    const known = this.#known(record.source)
    if (known.take(record.recordId, digest, record.modified) === 'lose') {
      this.counts.unchanged++
      this.#lose(record, digest)
      return undefined
    }
    const row = { ...rowOfRecord(), other_digest: known.otherOf(record.recordId) }
    this.#batch.set(`${record.source}\t${record.recordId}`, row)
    this.#batchCharacters += row.facts.length + row.affected.length + row.detail.length
    const full = this.#batch.size >= BATCH_ROWS || this.#batchCharacters >= BATCH_CHARACTERS
    return full ? this.#flush() : undefined
  }

  /** Ends a source: the records that its reading can say are gone are removed. */
  async close(source: SourceId, { complete, at }: { complete: Completeness; at: string }): Promise<void> {
    await this.#flush()
    await this.#settled()
    const losers = this.#losers.get(source)
    if (losers) await writeOtherDigests(this.#client, source, losers)
    if (complete !== false) await this.#removeGone(source, complete)
    await this.#markRead(source, at)
    this.#sources.delete(source)
    this.#losers.delete(source)
  }

  /** Gives a source up: what was put since the last full batch is forgotten, what is held stays, nothing is removed. */
  async abandon(source: SourceId): Promise<void> {
    await this.#settled()
    for (const [key, row] of this.#batch) if (row.source === source) this.#batch.delete(key)
    this.#sources.delete(source)
    this.#losers.delete(source)
  }

  /** Notes that sources are still as they were read before. */
  async confirm(sources: readonly SourceId[], at: string): Promise<void> {
    for (const source of sources) await this.#markRead(source, at)
  }

  /**
   * By when what a source of exploit signals names was known, by all that is stored; `undefined`: of too little of it
   * anything is dated, or it is no such source.
   */
  async namedSince(source: SourceId): Promise<Instant | undefined> {
    await this.flush()
    return namedSince(this.#client, source)
  }

  /** Removes records that a source says are deleted. */
  async remove(source: SourceId, recordIds: readonly RecordId[]): Promise<void> {
    await this.#flush()
    await this.#settled()
    for (let from = 0; from < recordIds.length; from += BATCH_ROWS) {
      this.counts.removed += await removeStatements(this.#client, source, recordIds.slice(from, from + BATCH_ROWS))
    }
  }

  async #removeGone(source: SourceId, complete: Exclude<Completeness, false>): Promise<void> {
    const unseen = this.#known(source).unseen()
    if (unseen.length === 0) return
    await this.remove(source, complete === true ? unseen : await namingOnly(this.#client, source, unseen, complete))
  }

  /** Writes what is pending, so that nothing put so far is lost. */
  async flush(): Promise<void> {
    await this.#flush()
    await this.#settled()
  }

  #known(source: SourceId): KnownRecords {
    const known = this.#sources.get(source)
    if (!known) throw new Error(`source ${source} was not opened`)
    return known
  }

  #lose(statement: TakenRecord, digest: string): void {
    const pending = this.#batch.get(`${statement.source}\t${statement.recordId}`)
    if (pending) pending.other_digest = digest
    const losers = this.#losers.get(statement.source) ?? new Map<RecordId, string>()
    this.#losers.set(statement.source, losers.set(statement.recordId, digest))
  }

  /** Hands the batch to the database and lets the caller go on reading while it is written. */
  async #flush(): Promise<void> {
    const rows = [...this.#batch.values()]
    if (rows.length === 0) return
    this.#batch = new Map()
    this.#batchCharacters = 0
    await this.#settled()
    this.counts.written += rows.length
    this.#writing = writeStatements(this.#client, rows, this.counts.written > BULK_CHANGES)
    // Without a listener a failure before the next await would end the process.
    this.#writing.catch(() => undefined)
  }

  #count({ written, removed }: { written: number; removed: number }): void {
    this.counts.written += written
    this.counts.removed += removed
  }

  async #markRead(source: string, at: string): Promise<void> {
    await this.#client.query(
      `insert into knowledge_source (id, as_of) values ($1, $2)
       on conflict (id) do update set as_of = greatest(knowledge_source.as_of, excluded.as_of)`,
      [source, at],
    )
  }

  async #settled(): Promise<void> {
    await this.#writing
  }
}

/**
 * Runs `work` as the one writer of knowledge. Problem `knowledge-busy`: another process is writing. What `work` put
 * before it threw stays written, complete batches only.
 */
export async function ingestKnowledge<T>(
  database: Database,
  work: (ingest: KnowledgeIngest) => Promise<T>,
): Promise<Result<T>> {
  return database.withClient(async (client) => {
    if (!(await beginWriting(client))) {
      return err(
        problem('knowledge-busy', 'another process is refreshing the feeds; wait for it or stop it, then try again'),
      )
    }
    try {
      await closeInterruptedRuns(client)
      await createIncoming(client)
      const ingest = new KnowledgeIngest(client)
      const value = await work(ingest)
      await ingest.flush()
      return ok(value)
    } finally {
      await endWriting(client)
    }
  })
}
