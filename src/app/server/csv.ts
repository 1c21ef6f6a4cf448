export type CsvValue = string | number | boolean | null

/** One line of a CSV file (RFC 4180). */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvField).join(',')}\r\n`
}

/** A leading apostrophe keeps spreadsheets from reading text as a formula. */
function csvField(value: CsvValue): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const text = /^\s*[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
