/** Records of a CSV text with a head (RFC 4180; `;` and tabs as spreadsheets write them). A record of another width than the head, or with a quote that never ends, is `undefined`. */
export function* csvRecords(text: string): Generator<Record<string, string> | undefined> {
  let head: string[] | undefined
  for (const row of rowsOf(text, separatorOf(text))) {
    if (row?.length === 1 && row[0]?.trim() === '') continue
    if (!head) {
      head = (row ?? []).map((name) => name.trim().toLowerCase())
      continue
    }
    yield row?.length === head.length ? Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])) : undefined
  }
}

const separators = [',', ';', '\t']

/** The one that tells the most names of the head apart. */
export function separatorOf(text: string): string {
  const [head = ''] = text
    .slice(0, 4_096)
    .trimStart()
    .split(/[\r\n]/, 1)
  const counts = separators.map((separator) => head.split(separator).length)
  return separators[counts.indexOf(Math.max(...counts))] ?? ','
}

function* rowsOf(text: string, separator: string): Generator<string[] | undefined> {
  const ending = new RegExp(`[${separator}\r\n]`, 'g')
  let at = 0
  while (at < text.length) {
    const row: string[] = []
    let isWhole = true
    for (;;) {
      const field = fieldAt(text, at, ending)
      row.push(field.value)
      isWhole &&= field.isWhole
      at = field.end
      if (text[at] !== separator) break
      at++
    }
    yield isWhole ? row : undefined
    at += text.startsWith('\r\n', at) ? 2 : 1
  }
}

/** The field that begins at `start`, and where its separator or line end stands. */
function fieldAt(text: string, start: number, ending: RegExp): { value: string; end: number; isWhole: boolean } {
  if (text[start] !== '"') {
    const end = nextOf(text, start, ending)
    return { value: text.slice(start, end), end, isWhole: true }
  }
  let quote = text.indexOf('"', start + 1)
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2)
  if (quote === -1) return { value: '', end: text.length, isWhole: false }
  const end = nextOf(text, quote + 1, ending)
  const value = text.slice(start + 1, quote).replaceAll('""', '"') + text.slice(quote + 1, end)
  return { value, end, isWhole: true }
}

function nextOf(text: string, from: number, ending: RegExp): number {
  ending.lastIndex = from
  return ending.exec(text)?.index ?? text.length
}
