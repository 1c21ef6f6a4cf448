const FIELD = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y

/** Records of a CSV text with a head (RFC 4180); a record of another width than the head is `undefined`. */
export function* csvRecords(text: string): Generator<Record<string, string> | undefined> {
  let head: string[] | undefined
  for (const row of rowsOf(text)) {
    if (row.length === 1 && row[0] === '') continue
    if (!head) {
      head = row.map((name) => name.trim().toLowerCase())
      continue
    }
    yield row.length === head.length ? Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])) : undefined
  }
}

function* rowsOf(text: string): Generator<string[]> {
  const field = new RegExp(FIELD)
  let row: string[] = []
  while (field.lastIndex < text.length) {
    const found = field.exec(text)
    // A quote in the middle of a field: what follows cannot be told apart.
    if (!found) return
    const [, value = '', end] = found
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value)
    if (end === ',') continue
    yield row
    row = []
  }
  if (row.length > 0) yield row
}
