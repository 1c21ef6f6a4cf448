import { createHash, type Hash } from 'node:crypto'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Instant, Report } from '#core/kernel'
import { type BackupEnd, type BackupHead, FORMAT_VERSION, type TableEnd } from './format.ts'
import { quoted, seeAllRows, tablesOf } from './tables.ts'

export interface BackupSummary {
  tables: number
  rows: number
  /** Before compression. */
  bytes: number
}

/**
 * Writes every row of every table, as of one moment, into `sink`: JSON lines around COPY text, zstd, with a digest at the
 * end. Streams. `client` is the owner of the tables.
 */
export async function writeBackup(
  client: pg.Client,
  sink: Writable,
  createdAt: Instant,
  report?: Report,
): Promise<BackupSummary> {
  const summary: BackupSummary = { tables: 0, rows: 0, bytes: 0 }
  await client.query('begin transaction isolation level repeatable read')
  await seeAllRows(client)
  await pipeline(Readable.from(contentOf(client, createdAt, { summary, report })), createZstdCompress(), sink)
  // What fails on the way leaves rows under way that nobody reads: then the connection is broken off instead.
  await client.query('rollback')
  return summary
}

async function* contentOf(
  client: pg.Client,
  createdAt: Instant,
  { summary, report }: { summary: BackupSummary; report: Report | undefined },
): AsyncGenerator<Buffer> {
  const counter = new LineCounter(summary)
  const tables = await tablesOf(client)
  const { rows } = await client.query<{ name: string }>('select name from migration order by name')
  const head: BackupHead = {
    format: 'lunette-backup',
    version: FORMAT_VERSION,
    createdAt,
    migrations: rows.map((row) => row.name),
    tables,
  }
  yield counter.line(head)
  for (const { name, columns } of tables) {
    yield counter.line({ table: name })
    const before = counter.lines
    const stream = client.query(
      copyTo(`copy (select ${columns.map(quoted).join(', ')} from ${quoted(name)}) to stdout`),
    )
    for await (const chunk of stream as AsyncIterable<Buffer>) yield counter.take(chunk)
    const end: TableEnd = { rows: counter.lines - before }
    summary.tables++
    summary.rows += end.rows
    report?.('writing', summary.tables, tables.length, 'tables')
    yield counter.line(end)
  }
  const end: BackupEnd = { lines: counter.lines, sha256: counter.digest() }
  yield Buffer.from(`${JSON.stringify(end)}\n`)
}

/** COPY text escapes line ends within values, so that a row is a line. */
class LineCounter {
  lines = 0
  readonly #hash: Hash = createHash('sha256')
  readonly #summary: BackupSummary

  constructor(summary: BackupSummary) {
    this.#summary = summary
  }

  line(value: object): Buffer {
    return this.take(Buffer.from(`${JSON.stringify(value)}\n`))
  }

  take(chunk: Buffer): Buffer {
    this.#hash.update(chunk)
    this.#summary.bytes += chunk.length
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.lines++
    return chunk
  }

  digest(): string {
    return this.#hash.digest('base64url')
  }
}
