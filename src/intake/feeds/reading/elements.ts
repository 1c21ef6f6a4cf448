import type { FeedLimits } from '../contract.ts'
import { FeedError } from './feed-error.ts'
import { nextQuote } from './record-shape.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** +1 opens, -1 closes, 2 is a quote, 0 is nothing of note. */
const marks = new Int8Array(256)
marks[0x7b] = 1
marks[0x5b] = 1
marks[0x7d] = -1
marks[0x5d] = -1
marks[QUOTE] = 2

/**
 * Splits a JSON document into the objects or arrays that open at `level` (2: the elements of an array in the document's
 * object), as byte slices, without parsing or ever holding more than one of them. Strings are skipped by search.
 * Problems: `record-too-large`, `too-deep`, `truncated`.
 * @param frame takes the bytes around the arrays or objects that hold the elements: the document's own fields.
 */
export async function* elementsOf(
  chunks: AsyncIterable<Buffer>,
  level: number,
  limits: FeedLimits,
  frame?: (bytes: Buffer) => void,
): AsyncGenerator<Buffer[]> {
  const splitter = new ElementSplitter(level, limits, frame)
  for await (const chunk of chunks) {
    const found = splitter.split(chunk)
    if (found.length > 0) yield found
  }
  splitter.end()
}

class ElementSplitter {
  readonly #level: number
  readonly #limits: FeedLimits
  readonly #frame: ((bytes: Buffer) => void) | undefined
  #depth = 0
  #inString = false
  /** Bytes of an unfinished element (or of an unfinished string's end), carried to the next chunk. */
  #carried: Buffer[] = []
  #carriedBytes = 0
  #escaped = false

  constructor(level: number, limits: FeedLimits, frame?: (bytes: Buffer) => void) {
    this.#level = level
    this.#limits = limits
    this.#frame = frame
  }

  split(chunk: Buffer): Buffer[] {
    const found: Buffer[] = []
    let start = this.#carriedBytes > 0 ? 0 : -1
    let outside = this.#depth < this.#level ? 0 : -1
    let at = 0
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#skipString(chunk, at)
        continue
      }
      const mark = marks[chunk[at]!]!
      if (mark === 2) {
        this.#inString = true
      } else if (mark === 1) {
        if (this.#depth === this.#level) start = at
        this.#depth++
        if (this.#depth === this.#level && outside >= 0) {
          this.#frame?.(chunk.subarray(outside, at + 1))
          outside = -1
        }
        if (this.#depth > this.#level + this.#limits.depth)
          throw new FeedError('too-deep', `a record is nested deeper than ${this.#limits.depth} levels`)
      } else if (mark === -1) {
        this.#depth--
        if (this.#depth < 0) throw new FeedError('not-json', 'brackets close that were never opened')
        if (this.#depth === this.#level && start >= 0) {
          found.push(this.#take(chunk.subarray(start, at + 1)))
          start = -1
        }
        if (this.#depth === this.#level - 1) outside = at
      }
      at++
    }
    if (outside >= 0) this.#frame?.(chunk.subarray(outside))
    if (start >= 0) this.#carry(chunk.subarray(start))
    return found
  }

  end(): void {
    if (this.#depth !== 0 || this.#inString)
      throw new FeedError('truncated', 'the document ends in the middle of a record')
  }

  /** Jumps to after the closing quote, or to the end of the chunk. */
  #skipString(chunk: Buffer, from: number): number {
    let at = from
    if (this.#escaped) {
      this.#escaped = false
      at++
    }
    for (;;) {
      const quote = nextQuote(chunk, at)
      const end = quote < 0 ? chunk.length : quote
      const slashes = backslashesBefore(chunk, end, at)
      if (quote < 0) {
        this.#escaped = slashes % 2 === 1
        return chunk.length
      }
      if (slashes % 2 === 0) {
        this.#inString = false
        return quote + 1
      }
      at = quote + 1
    }
  }

  #take(last: Buffer): Buffer {
    if (this.#carriedBytes === 0) {
      this.#check(last.length)
      return last
    }
    this.#check(this.#carriedBytes + last.length)
    const whole = Buffer.concat([...this.#carried, last])
    this.#carried = []
    this.#carriedBytes = 0
    return whole
  }

  #carry(rest: Buffer): void {
    this.#carried.push(rest)
    this.#carriedBytes += rest.length
    this.#check(this.#carriedBytes)
  }

  #check(bytes: number): void {
    if (bytes > this.#limits.recordBytes)
      throw new FeedError('record-too-large', `a record is larger than ${this.#limits.recordBytes} bytes`)
  }
}

function backslashesBefore(chunk: Buffer, end: number, from: number): number {
  let at = end
  while (at > from && chunk[at - 1] === BACKSLASH) at--
  return end - at
}
