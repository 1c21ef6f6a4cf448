import { StringDecoder } from 'node:string_decoder'
import type { FeedLimits } from '../contract.ts'
import { FeedError } from './feed-error.ts'
import { checkRow } from './lines.ts'

const MAX_COLUMNS = 64

/**
 * Rows of a CSV file with a header line, RFC 4180 quoting, as objects, in batches. Never more than a chunk and one row
 * is held. Problems: `wrong-type` when the header lacks one of `columns`, `record-too-large`, `too-many-entries`.
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  columns: readonly string[],
  limits: FeedLimits,
): AsyncGenerator<Record<string, string>[]> {
  let names: string[] | undefined
  let read = 0
  for await (const rows of rowsOf(chunks, limits)) {
    names ??= headerOf(rows.shift(), columns)
    const header = names
    read += rows.length
    if (read > limits.entries) throw new FeedError('too-many-entries', `the table has more than ${limits.entries} rows`)
    yield rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])))
  }
}

function headerOf(row: readonly string[] | undefined, columns: readonly string[]): string[] {
  const names = (row ?? []).map((name) => name.trim())
  const missing = columns.find((column) => !names.includes(column))
  if (missing !== undefined) throw new FeedError('wrong-type', `the header has no column "${missing}"`)
  return names
}

/** Non-empty batches of rows. */
async function* rowsOf(chunks: AsyncIterable<Buffer>, limits: FeedLimits): AsyncGenerator<string[][]> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of chunks) {
    const { rows, end, text } = splitRows(rest + decoder.write(chunk), false)
    rest = text.slice(end)
    checkRow(rest, limits)
    if (rows.length > 0) yield rows
  }
  const { rows } = splitRows(rest + decoder.end(), true)
  if (rows.length > 0) yield rows
}

interface SplitRows {
  text: string
  rows: string[][]
  /** Where the first row begins whose end is not in the text. */
  end: number
}

function splitRows(text: string, last: boolean): SplitRows {
  const rows: string[][] = []
  let from = 0
  while (from < text.length) {
    const found = rowAt(text, from, last)
    if (!found) break
    from = found.next
    if (found.row.length > 1 || found.row[0] !== '') rows.push(found.row)
  }
  return { text, rows, end: from }
}

interface FoundRow {
  row: string[]
  next: number
}

/** A line without a quote is a row as it stands. `undefined`: its end is not in the text yet. */
function rowAt(text: string, from: number, last: boolean): FoundRow | undefined {
  const lineEnd = text.indexOf('\n', from)
  if (lineEnd < 0 && !last) return undefined
  const end = lineEnd < 0 ? text.length : lineEnd
  const line = text.slice(from, text[end - 1] === '\r' ? end - 1 : end)
  if (line.includes('"')) return quotedRowAt(text, from, last)
  return { row: line.split(',', MAX_COLUMNS), next: end + 1 }
}

function quotedRowAt(text: string, from: number, last: boolean): FoundRow | undefined {
  const row: string[] = []
  let at = from
  for (;;) {
    const field = text[at] === '"' ? quotedField(text, at) : { value: '', next: at }
    const end = fieldEnd(text, field.next)
    if (end === text.length && !last) return undefined
    if (row.length < MAX_COLUMNS) row.push((field.value + text.slice(field.next, end)).replace(/\r$/, ''))
    at = end + 1
    if (text[end] !== ',') return { row, next: at }
  }
}

/** The next comma or line end, or the end of the text. */
function fieldEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== ',' && text[at] !== '\n') at++
  return at
}

/** A field between quotes; one that is never closed goes to the end of the text. */
function quotedField(text: string, from: number): { value: string; next: number } {
  let value = ''
  let at = from + 1
  for (;;) {
    const end = text.indexOf('"', at)
    if (end < 0) return { value: value + text.slice(at), next: text.length }
    value += text.slice(at, end)
    if (text[end + 1] !== '"') return { value, next: end + 1 }
    value += '"'
    at = end + 2
  }
}
