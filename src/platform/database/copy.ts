import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type { RawBuilder, Transaction } from 'kysely'
import type { PoolClient } from 'pg'
import { from, to } from 'pg-copy-streams'
import { cleanText } from './text.ts'
import type { NoTables } from './types.ts'

/** Which connection a transaction holds; entered where it begins. */
export const connectionOf = new WeakMap<Transaction<NoTables>, PoolClient>()

/** A field of a row for {@link copyInto}; `null` is SQL's. */
export type CopyValue = string | number | boolean | null

/**
 * Sends rows into a table by COPY, which PostgreSQL reads several times faster than the same rows in JSON. Row-level
 * security refuses it: the table is one without, such as a temporary one. `lines` are of {@link copyLine}.
 */
export async function copyInto(
  work: Transaction<NoTables>,
  table: string,
  columns: readonly string[],
  lines: readonly string[],
): Promise<void> {
  return copyBytesInto(work, table, columns, chunksOf(lines))
}

/** The same of lines that are bytes already, in whatever pieces; they are not changed before it is done. */
export async function copyBytesInto(
  work: Transaction<NoTables>,
  table: string,
  columns: readonly string[],
  pieces: Iterable<Uint8Array>,
): Promise<void> {
  const client = connectionOf.get(work)
  if (!client) throw new Error('COPY needs the transaction itself')
  const target = client.query(from(`copy ${table} (${columns.join(', ')}) from stdin`))
  await pipeline(Readable.from(pieces), target)
}

/** So many characters are sent at once: texts of megabytes cost more to make, and to collect, than their parts. */
const CHUNK = 128 * 1024

function* chunksOf(lines: readonly string[]): Generator<Buffer> {
  let [from, length] = [0, 0]
  for (let index = 0; index < lines.length; index++) {
    length += lines[index]!.length
    if (length < CHUNK && index < lines.length - 1) continue
    yield Buffer.from(lines.slice(from, index + 1).join(''))
    ;[from, length] = [index + 1, 0]
  }
}

const special = /[\\\t\n\r\0\ud800-\udfff]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** One row in the text format of COPY (PostgreSQL's manual, COPY, "Text Format"). */
export function copyLine(values: readonly CopyValue[]): string {
  return `${copyFields(values)}\n`
}

/** A part of such a row, to be joined with others by a tab. */
export function copyFields(values: readonly CopyValue[]): string {
  let line = ''
  for (let index = 0; index < values.length; index++) {
    if (index > 0) line += '\t'
    line += fieldOf(values[index]!)
  }
  return line
}

function fieldOf(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return String(value)
  return special.test(value) ? cleanText(value).replace(/[\\\t\n\r]/g, (found) => escapes[found]!) : value
}

/** Words of others as an array of PostgreSQL. */
export function copyArray(words: readonly string[]): string {
  return `{${words.map((word) => `"${word.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

/** A row as COPY sends it: SQL null is `undefined`, everything else text. */
export type CopiedRow = (string | undefined)[]

/**
 * Rows of a query within a transaction by COPY, in one pass and some hundred at a time: several times as fast as rows of
 * many columns otherwise. The query has no parameters: what varies in it is written with `sql.lit`.
 */
export function copyOut(work: Transaction<NoTables>, query: RawBuilder<unknown>): AsyncGenerator<CopiedRow[]> {
  const client = connectionOf.get(work)
  if (!client) throw new Error('COPY needs the transaction itself')
  const { sql: text, parameters } = query.compile(work)
  if (parameters.length > 0) throw new Error('a query by COPY has no parameters')
  return copiedRows(client, text)
}

/** The same on a connection of one's own. */
export async function* copiedRows(client: PoolClient, query: string): AsyncGenerator<CopiedRow[]> {
  const source = client.query(to(`copy (${query}) to stdout`))
  // A row may be megabytes and come in many chunks: they are joined once, when the row ends.
  let pending: Buffer[] = []
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf(NEWLINE)
      if (end < 0) {
        pending.push(chunk)
        continue
      }
      const bytes = Buffer.concat([...pending, chunk.subarray(0, end)])
      pending = [Buffer.from(chunk.subarray(end + 1))]
      yield bytes.toString('utf8').split('\n').map(fieldsOf)
    }
  } finally {
    // Whoever has seen enough leaves no rows behind on the connection.
    if (!source.readableEnded && !source.destroyed) await finished(source.resume()).catch(() => {})
  }
}

const NEWLINE = 10

function fieldsOf(line: string): CopiedRow {
  const fields = line.split('\t')
  return fields.map((field) => (field === '\\N' ? undefined : field.includes('\\') ? unescapeText(field) : field))
}

const UNESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

function unescapeText(field: string): string {
  return field.replace(/\\(.)/g, (_, found: string) => UNESCAPES[found] ?? found)
}
