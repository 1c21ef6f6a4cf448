/**
 * The records of a CSV text (RFC 4180): quoted fields hold commas, lines and doubled quotes. A quote that is never closed
 * runs to the end of the text, so that nothing is lost in silence.
 */
export function* csvRecords(text: string, separator: string): Generator<string[]> {
  let record: string[] = []
  let at = 0
  while (at < text.length) {
    const { value, end } = text[at] === '"' ? quoted(text, at, separator) : plain(text, at, separator)
    record.push(value)
    at = end
    if (text[at] === separator) {
      at++
      if (at === text.length) record.push('')
      continue
    }
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    if (record.length > 1 || record[0] !== '') yield record
    record = []
  }
  if (record.length > 0) yield record
}

interface Field {
  value: string
  end: number
}

function plain(text: string, from: number, separator: string): Field {
  let end = from
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++
  return { value: text.slice(from, end), end }
}

function quoted(text: string, from: number, separator: string): Field {
  let value = ''
  let at = from + 1
  for (;;) {
    const end = text.indexOf('"', at)
    if (end < 0) return { value: value + text.slice(at), end: text.length }
    value += text.slice(at, end)
    if (text[end + 1] !== '"') {
      // What stands behind the closing quote belongs to nobody; it is kept with the field.
      const rest = plain(text, end + 1, separator)
      return { value: value + rest.value, end: rest.end }
    }
    value += '"'
    at = end + 2
  }
}
