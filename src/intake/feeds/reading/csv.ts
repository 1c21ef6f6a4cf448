const MAX_COLUMNS = 64

/** Rows of a CSV text with a header line, RFC 4180 quoting, as objects; `undefined` when the header is missing. */
export function csvRows(text: string, separator: string): Record<string, string>[] | undefined {
  const rows = rowsOf(text, separator)
  const first = rows.next()
  const header: string[] | undefined = first.done ? undefined : first.value
  if (!header || header.length < 2 || header.length > MAX_COLUMNS) return undefined
  const names = header.map((name) => name.trim())
  return [...rows].map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])))
}

function* rowsOf(text: string, separator: string): Generator<string[]> {
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    const [field, next] = text[at] === '"' ? quoted(text, at) : plain(text, at, separator)
    row.push(field)
    at = next
    if (text[at] === separator) {
      at++
      continue
    }
    while (text[at] === '\r' || text[at] === '\n') at++
    if (row.length > 1 || row[0] !== '') yield row
    row = []
  }
  // The text ended after a separator: the last field is empty and there is no line end.
  if (row.length > 0) yield row
}

function plain(text: string, from: number, separator: string): [string, number] {
  let at = from
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
  return [text.slice(from, at), at]
}

function quoted(text: string, from: number): [string, number] {
  let field = ''
  let at = from + 1
  for (;;) {
    const end = text.indexOf('"', at)
    if (end < 0) return [field + text.slice(at), text.length]
    field += text.slice(at, end)
    if (text[end + 1] !== '"') return [field, end + 1]
    field += '"'
    at = end + 2
  }
}
