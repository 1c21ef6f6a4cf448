import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Transaction } from 'kysely'
import type { PoolClient } from 'pg'
import { from } from 'pg-copy-streams'
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
  const client = connectionOf.get(work)
  if (!client) throw new Error('COPY needs the transaction itself')
  const target = client.query(from(`copy ${table} (${columns.join(', ')}) from stdin`))
  await pipeline(Readable.from([Buffer.from(lines.join(''))]), target)
}

const special = /[\\\t\n\r\0\ud800-\udfff]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** One row in the text format of COPY (PostgreSQL's manual, COPY, "Text Format"). */
export function copyLine(values: readonly CopyValue[]): string {
  let line = ''
  for (let index = 0; index < values.length; index++) {
    if (index > 0) line += '\t'
    line += fieldOf(values[index]!)
  }
  return `${line}\n`
}

function fieldOf(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return String(value)
  return special.test(value) ? cleanText(value).replace(/[\\\t\n\r]/g, (found) => escapes[found]!) : value
}
