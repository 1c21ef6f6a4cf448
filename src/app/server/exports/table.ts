import { csvLine } from '../csv.ts'
import type { Column } from './columns.ts'

/** Rows as CSV, in parts. */
export async function* csvOf<Row>(
  columns: readonly Column<Row>[],
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield csvLine(columns.map(([name]) => name))
  for await (const rows of pages) yield rows.map((row) => csvLine(columns.map(([, value]) => value(row)))).join('')
}

/** Rows as one JSON array, in parts: as the API has them, or the columns that were chosen by their headings. */
export async function* jsonOf<Row>(
  pages: AsyncIterable<readonly Row[]>,
  chosen?: readonly Column<Row>[],
): AsyncGenerator<string> {
  yield '[\n'
  yield* elementsOf(pages, (row) =>
    chosen ? Object.fromEntries(chosen.map(([heading, value]) => [heading, value(row)])) : row,
  )
  yield '\n]\n'
}

/** The elements of a JSON array without its brackets. */
export async function* elementsOf<Row>(
  pages: AsyncIterable<readonly Row[]>,
  elementOf: (row: Row) => unknown,
): AsyncGenerator<string> {
  let first = true
  for await (const rows of pages) {
    if (rows.length === 0) continue
    yield `${first ? '' : ',\n'}${rows.map((row) => JSON.stringify(elementOf(row))).join(',\n')}`
    first = false
  }
}
