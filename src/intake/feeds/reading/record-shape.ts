const QUOTE = 0x22
const BACKSLASH = 0x5c

const steps = new Int8Array(256)
steps[0x7b] = 1
steps[0x5b] = 1
steps[0x7d] = -1
steps[0x5d] = -1

/** True when a JSON record nests deeper than `depth`. Looks at bytes only, so that it holds before anything is parsed. */
export function isDeeperThan(record: Buffer, depth: number): boolean {
  let open = 0
  for (let at = 0; at < record.length; at++) {
    const byte = record[at]!
    if (byte === QUOTE) {
      at = endOfString(record, at)
      continue
    }
    open += steps[byte]!
    if (open > depth) return true
  }
  return false
}

/** Where the closing quote is, or the end of the record. */
function endOfString(record: Buffer, start: number): number {
  for (let at = nextQuote(record, start + 1); at >= 0; at = nextQuote(record, at + 1)) {
    let slashes = 0
    while (record[at - 1 - slashes] === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at
  }
  return record.length
}

/** Most strings are shorter than it takes to begin a search. */
const NEAR = 32

/** Where the next quote is from a place on; -1: there is none. */
export function nextQuote(bytes: Buffer, from: number): number {
  const near = Math.min(bytes.length, from + NEAR)
  for (let at = from; at < near; at++) if (bytes[at] === QUOTE) return at
  return near === bytes.length ? -1 : bytes.indexOf(QUOTE, near)
}

/** Bytes without the UTF-8 byte order mark that some tools write before a file. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}
