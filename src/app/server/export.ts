import type { FindingRow, Page } from '#contract'

const columns: readonly [string, (row: FindingRow) => string | number | boolean | null][] = [
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
  yield csv ? `${columns.map(([name]) => name).join(',')}\r\n` : '[\n'
  let cursor: string | undefined
  let first = true
  do {
    const { rows, next } = await page(cursor)
    for (const row of rows) {
      yield csv ? csvLine(row) : `${first ? '' : ',\n'}${JSON.stringify(row)}`
      first = false
    }
    cursor = next ?? undefined
  } while (cursor !== undefined)
  if (!csv) yield '\n]\n'
}

function csvLine(row: FindingRow): string {
  return `${columns.map(([, value]) => csvField(value(row))).join(',')}\r\n`
}

/** RFC 4180 quoting; a leading apostrophe keeps spreadsheets from reading text as a formula. */
function csvField(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
