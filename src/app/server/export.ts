import type { FindingRow, Page } from '#contract'
import { type CsvValue, csvLine } from './csv.ts'

const columns: readonly [string, (row: FindingRow) => CsvValue][] = [
  ['decision', (row) => row.urgency],
  ['outcome', (row) => row.outcomeLabel],
  ['basis', (row) => row.basis],
  ['vulnerability', (row) => row.vulnerabilityId],
  ['title', (row) => row.title],
  ['asset', (row) => row.asset.name],
  ['exposure', (row) => row.asset.exposure],
  ['component', (row) => row.component.name],
  ['version', (row) => row.component.version],
  ['ecosystem', (row) => row.component.ecosystem],
  ['fixed version', (row) => row.fixedVersion],
  ['verdict', (row) => row.verdict],
  ['why', (row) => row.why],
  ['kev', (row) => row.kev],
  ['exploitation', (row) => row.exploitation],
  ['epss', (row) => row.epss],
  ['cvss', (row) => row.cvss],
  ['state', (row) => row.state],
  ['first seen', (row) => row.firstSeen],
  ['due', (row) => row.dueAt],
]

/** All rows of a list as one file, page by page. */
export async function* exportRows(
  format: 'csv' | 'json',
  page: (cursor: string | undefined) => Promise<Page<FindingRow>>,
): AsyncGenerator<string> {
  const csv = format === 'csv'
  yield csv ? csvLine(columns.map(([name]) => name)) : '[\n'
  let cursor: string | undefined
  let first = true
  do {
    const { rows, next } = await page(cursor)
    for (const row of rows) {
      yield csv ? csvLine(columns.map(([, value]) => value(row))) : `${first ? '' : ',\n'}${JSON.stringify(row)}`
      first = false
    }
    cursor = next ?? undefined
  } while (cursor !== undefined)
  if (!csv) yield '\n]\n'
}
