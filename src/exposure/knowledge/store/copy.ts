import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type CopiedRow, copiedRows } from '#platform/database'

/** A value of one column in PostgreSQL's text COPY format. */
export type CopyValue = string | number | boolean | undefined | readonly string[]

const NEEDS_ESCAPE = /[\\\b\f\n\r\t\v]/
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** One line of text COPY (PostgreSQL documentation, COPY, "Text Format"); zero bytes, which text cannot hold, are removed. */
function copyLine(values: readonly CopyValue[]): string {
  return `${values.map(copyField).join('\t')}\n`
}

function copyField(value: CopyValue): string {
  if (value === undefined) return '\\N'
  if (typeof value === 'string') return escapeText(value)
  return typeof value === 'object' ? escapeText(arrayLiteral(value)) : String(value)
}

function escapeText(text: string): string {
  const clean = text.includes('\0') ? text.replaceAll('\0', '') : text
  return NEEDS_ESCAPE.test(clean) ? clean.replace(/[\\\b\f\n\r\t\v]/g, (found) => ESCAPES[found]!) : clean
}

function arrayLiteral(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

/** Streams rows into a table or temporary table by COPY. */
export async function copyInto(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const target = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  await pipeline(Readable.from(chunksOf(rows)), target)
}

const CHUNK_CHARACTERS = 256 * 1024

function* chunksOf(rows: Iterable<readonly CopyValue[]>): Generator<Buffer> {
  let chunk = ''
  for (const row of rows) {
    chunk += copyLine(row)
    if (chunk.length < CHUNK_CHARACTERS) continue
    yield Buffer.from(chunk)
    chunk = ''
  }
  if (chunk !== '') yield Buffer.from(chunk)
}

/** Reads a query's rows by COPY in one sequential pass; SQL null is `undefined`, everything else text. */
export function copyOut(client: PoolClient, query: string): AsyncGenerator<CopiedRow[]> {
  return copiedRows(client, query)
}

/** The items of a one-dimensional text array as PostgreSQL writes it. */
export function parseTextArray(text: string): string[] {
  if (text.length <= 2) return []
  if (!text.includes('"')) return text.slice(1, -1).split(',')
  const items: string[] = []
  const item = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/g
  for (const [, quoted, plain] of text.matchAll(item)) {
    items.push(quoted === undefined ? plain! : quoted.replace(/\\(.)/g, '$1'))
  }
  return items
}
