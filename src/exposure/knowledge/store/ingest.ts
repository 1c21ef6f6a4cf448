import type { PoolClient } from 'pg'
import { err, ok, problem, type Result } from '#core/kernel'
import type { RecordId, SourceId, Statement } from '#core/vocabulary'
import type { Database } from '#platform/database'
import type { KnownRecords } from '../known-records.ts'
import { BULK_CHANGES } from './changes.ts'
import { rowOf, type StatementRow } from './row.ts'
import { createIncoming, loadKnown, removeStatements, writeOtherDigests, writeStatements } from './statements.ts'

const BATCH_ROWS = 5_000
/** A batch also ends here, so that a few huge records do not fill the memory. */
const BATCH_CHARACTERS = 16 * 1024 * 1024
/** Lock number of the one writer of knowledge. */
const WRITER_LOCK = 0x6c756e31

/** What an ingest did to one source or to all of them. */
export interface IngestCounts {
  written: number
  unchanged: number
  removed: number
}

/**
 * Takes the records of feeds in any order and writes only what differs, in batches that each survive a crash: a run
 * that was killed is simply run again. One writer per database.
 */
export class KnowledgeIngest {
  readonly counts: IngestCounts = { written: 0, unchanged: 0, removed: 0 }
  readonly #client: PoolClient
  readonly #sources = new Map<SourceId, KnownRecords>()
  #batch = new Map<string, StatementRow>()
  #batchCharacters = 0
  #losers = new Map<SourceId, Map<RecordId, string>>()
  #writing: Promise<void> = Promise.resolve()

  constructor(client: PoolClient) {
    this.#client = client
  }

  /** The connection that holds the writer's lock, for the other stores of knowledge. */
  get client(): PoolClient {
    return this.#client
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
    const known = this.#known(statement.source)
    const decision = known.take(statement.recordId, digest, statement.modified)
    if (decision === 'lose') {
      this.counts.unchanged++
      this.#lose(statement, digest)
      return undefined
    }
    const row = rowOf(statement, digest, known.otherOf(statement.recordId))
    this.#batch.set(`${statement.source}\t${statement.recordId}`, row)
    this.#batchCharacters += row.facts.length + row.affected.length + row.detail.length
    const full = this.#batch.size >= BATCH_ROWS || this.#batchCharacters >= BATCH_CHARACTERS
    return full ? this.#flush() : undefined
  }

  /** Ends a source. After a complete reading the records it no longer has are removed. */
  async close(source: SourceId, { complete, at }: { complete: boolean; at: string }): Promise<void> {
    await this.#flush()
    await this.#settled()
    const losers = this.#losers.get(source)
    if (losers) await writeOtherDigests(this.#client, source, losers)
    if (complete) await this.remove(source, this.#known(source).unseen())
    await this.#client.query(
      'insert into knowledge_source (id, as_of) values ($1, $2) on conflict (id) do update set as_of = greatest(knowledge_source.as_of, excluded.as_of)',
      [source, at],
    )
    this.#sources.delete(source)
    this.#losers.delete(source)
  }

  /** Removes records that a source says are deleted. */
  async remove(source: SourceId, recordIds: readonly RecordId[]): Promise<void> {
    await this.#flush()
    await this.#settled()
    for (let from = 0; from < recordIds.length; from += BATCH_ROWS) {
      this.counts.removed += await removeStatements(this.#client, source, recordIds.slice(from, from + BATCH_ROWS))
    }
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

  #lose(statement: Statement, digest: string): void {
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
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [WRITER_LOCK])
    if (!rows[0]?.locked) {
      return err(
        problem('knowledge-busy', 'another process is refreshing the feeds; wait for it or stop it, then try again'),
      )
    }
    try {
      await createIncoming(client)
      const ingest = new KnowledgeIngest(client)
      const value = await work(ingest)
      await ingest.flush()
      return ok(value)
    } finally {
      await client.query('select pg_advisory_unlock($1)', [WRITER_LOCK]).catch(() => undefined)
    }
  })
}
