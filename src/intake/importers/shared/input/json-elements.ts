import { isUtf8 } from 'node:buffer'
import type { ImportLimits } from '../../contract.ts'
import { ImportError } from './import-error.ts'
import { refuseForeignEncoding } from './text.ts'

/** A part of the top-level object: a whole value, or one element of a top-level array. */
export interface JsonElement {
  key: string
  /** Position in the array; -1 for a value that is no array element. */
  index: number
  value: unknown
  /** Set instead of a value when the element was left out. */
  refused?: 'too-deep' | 'too-large' | 'invalid-json'
  /** True when bytes that are no UTF-8 were replaced. */
  replaced: boolean
}

/** `elements`: the array under the key is split (anything else there comes whole); `value`: parsed whole. Keys not named are skipped unread. */
export type WantedKeys = Readonly<Record<string, 'elements' | 'value'>>

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const COMMA = 0x2c
const COLON = 0x3a
const MAX_KEY = 4096

/**
 * Splits a JSON object of any size into its top-level parts without holding more than one of them.
 * Structure is scanned on bytes; the parts go to `JSON.parse`. Input that is no JSON object, or is cut short, throws an `ImportError`.
 */
export class JsonElementSplitter {
  readonly #wanted: WantedKeys
  readonly #limits: ImportLimits
  #depth = 0
  #inString = false
  #escaped = false
  #started = false
  #ended = false
  /** What a string at depth 1 is: a key until its colon, then part of the value. */
  #expectKey = true
  #key = ''
  #mode: 'elements' | 'value' | undefined
  #splitting = false
  #index = 0
  #deepest = 0
  #parts: Buffer[] = []
  #size = 0
  #slash = -1
  #capturing = false
  #oversized = false
  /** Elements that lie in the chunk whole, one behind the other: they are parsed together. */
  #together: Placed[] = []

  constructor(wanted: WantedKeys, limits: ImportLimits) {
    this.#wanted = wanted
    this.#limits = limits
  }

  /** Reads one chunk and returns the parts it completed. */
  push(chunk: Buffer): JsonElement[] {
    const found: JsonElement[] = []
    this.#slash = -1
    let from = this.#capturing ? 0 : -1
    let at = 0
    if (!this.#started) at = this.#open(chunk)
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#skipString(chunk, at)
        if (this.#inString) break
        if (this.#depth === 1 && this.#expectKey) {
          this.#takeKey(chunk, from, at)
          from = -1
        }
        continue
      }
      const byte = chunk[at]!
      if (byte <= 0x20) {
        at++
        continue
      }
      from = this.#structure(byte, chunk, at, from, found)
      at++
    }
    this.#parseTogether(chunk)
    if (this.#capturing && from >= 0) this.#keep(Buffer.from(chunk.subarray(from)))
    return found
  }

  /** Throws when the object is not closed. */
  end(): void {
    if (!this.#started) throw new ImportError('not-json', 'The file is empty or holds no JSON object.')
    if (!this.#ended) throw new ImportError('cut-short', 'The JSON ends in the middle. Fetch or export the file again.')
  }

  #open(chunk: Buffer): number {
    refuseForeignEncoding(chunk)
    let at = chunk[0] === 0xef ? 3 : 0
    while (at < chunk.length && chunk[at]! <= 0x20) at++
    if (at >= chunk.length) return at
    if (chunk[at] !== OPEN_BRACE) throw new ImportError('not-json', 'The file is not a JSON object.')
    this.#started = true
    this.#depth = 1
    return at + 1
  }

  /** Moves past string content; leaves `#inString` set when the chunk ends first. */
  #skipString(chunk: Buffer, start: number): number {
    let at = start
    if (this.#escaped) {
      this.#escaped = false
      at++
    }
    for (;;) {
      const quote = chunk.indexOf(QUOTE, at)
      const slash = this.#slashFrom(chunk, at)
      if (slash < (quote < 0 ? chunk.length : quote)) {
        at = this.#passEscapes(chunk, slash, quote < 0 ? chunk.length : quote)
        if (at >= chunk.length) {
          this.#escaped = at > chunk.length
          return chunk.length
        }
        continue
      }
      if (quote < 0) return chunk.length
      this.#inString = false
      return quote + 1
    }
  }

  /** The next backslash, remembered: searching the chunk again for each of its strings would be quadratic. */
  #slashFrom(chunk: Buffer, at: number): number {
    if (this.#slash < at) {
      const next = chunk.indexOf(BACKSLASH, at)
      this.#slash = next < 0 ? Number.POSITIVE_INFINITY : next
    }
    return this.#slash
  }

  /** Steps over escapes byte by byte until past `stop`, so that a text full of them is not searched again and again. */
  #passEscapes(chunk: Buffer, start: number, stop: number): number {
    let at = start
    while (at <= stop && at < chunk.length) {
      if (chunk[at] === BACKSLASH) at += 2
      else if (chunk[at] === QUOTE) return at
      else at++
    }
    return at
  }

  #structure(byte: number, chunk: Buffer, at: number, from: number, found: JsonElement[]): number {
    if (this.#ended) throw new ImportError('invalid-json', 'There is more text after the JSON object.')
    switch (byte) {
      case QUOTE:
        this.#inString = true
        return this.#beginScalar(at, from)
      case OPEN_BRACE:
      case OPEN_BRACKET:
        return this.#descend(byte, at, from)
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        return this.#ascend(chunk, at, from, found)
      case COMMA:
        return this.#comma(chunk, at, from, found)
      case COLON:
        if (this.#depth === 1) this.#expectKey = false
        return from
      default:
        return this.#beginScalar(at, from)
    }
  }

  #beginScalar(at: number, from: number): number {
    const isKey = this.#depth === 1 && this.#expectKey
    const isValue = this.#depth === 1 && this.#mode !== undefined
    const isElement = this.#depth === 2 && this.#splitting
    return !this.#capturing && (isKey || isValue || isElement) ? this.#begin(at) : from
  }

  #begin(at: number): number {
    this.#capturing = true
    this.#oversized = false
    this.#deepest = this.#depth
    this.#parts = []
    this.#size = 0
    return at
  }

  #descend(byte: number, at: number, from: number): number {
    let start = from
    if (this.#depth === 1 && this.#mode === 'elements' && byte === OPEN_BRACKET && !this.#expectKey) {
      this.#splitting = true
      this.#index = 0
    } else start = this.#beginScalar(at, from)
    this.#depth++
    if (this.#depth > this.#deepest) this.#deepest = this.#depth
    return start
  }

  #ascend(chunk: Buffer, at: number, from: number, found: JsonElement[]): number {
    let start = from
    if (this.#depth === 2 && this.#splitting) {
      if (this.#capturing) start = this.#finish(chunk, at, start, found)
      this.#parseTogether(chunk)
      this.#splitting = false
    } else if (this.#depth === 1 && this.#capturing) start = this.#finish(chunk, at, start, found)
    this.#depth--
    if (this.#depth < 0) throw new ImportError('invalid-json', 'The JSON closes a bracket that was never opened.')
    if (this.#depth === 0) this.#ended = true
    return start
  }

  #comma(chunk: Buffer, at: number, from: number, found: JsonElement[]): number {
    const endsElement = this.#depth === 2 && this.#splitting
    let start = from
    if ((endsElement || this.#depth === 1) && this.#capturing) start = this.#finish(chunk, at, from, found)
    if (this.#depth === 1) {
      this.#expectKey = true
      this.#mode = undefined
    }
    return start
  }

  #takeKey(chunk: Buffer, from: number, end: number): void {
    if (from >= 0) this.#keep(chunk.subarray(from, end))
    this.#capturing = false
    if (this.#size > MAX_KEY)
      throw new ImportError('invalid-json', 'A key of the JSON object is longer than 4,096 bytes.')
    const { value } = this.#parse()
    this.#key = typeof value === 'string' ? value : ''
    this.#mode = Object.hasOwn(this.#wanted, this.#key) ? this.#wanted[this.#key] : undefined
  }

  /** Takes a part of the value; what outlives its chunk is given as a copy. */
  #keep(part: Buffer): void {
    this.#size += part.length
    if (this.#size > this.#limits.elementBytes) {
      this.#oversized = true
      this.#parts = []
    } else this.#parts.push(part)
  }

  #finish(chunk: Buffer, end: number, from: number, found: JsonElement[]): number {
    const isWhole = this.#size === 0 && !this.#oversized && end - from <= this.#limits.elementBytes
    if (this.#splitting && from >= 0 && isWhole && this.#deepest - 2 <= this.#limits.depth) {
      const element: JsonElement = { key: this.#key, index: this.#index++, value: undefined, replaced: false }
      this.#capturing = false
      this.#together.push({ element, from, end })
      found.push(element)
      return -1
    }
    if (from >= 0) this.#keep(chunk.subarray(from, end))
    this.#capturing = false
    const index = this.#splitting ? this.#index++ : -1
    const base = this.#splitting ? 2 : 1
    const refused = this.#oversized ? 'too-large' : this.#deepest - base > this.#limits.depth ? 'too-deep' : undefined
    const parsed: Pick<JsonElement, 'value' | 'refused' | 'replaced'> = refused
      ? { value: undefined, refused, replaced: false }
      : this.#parse()
    found.push({ key: this.#key, index, ...parsed })
    this.#parts = []
    return -1
  }

  /**
   * Parses what lies in the chunk whole. As one array it takes a fraction of the time that so many texts do; where that
   * is no JSON, or no UTF-8, each is parsed by itself, so that the others are not lost with it.
   */
  #parseTogether(chunk: Buffer): void {
    const placed = this.#together
    if (placed.length === 0) return
    this.#together = []
    const values = parseArray(chunk.subarray(placed[0]!.from, placed.at(-1)!.end))
    if (values?.length === placed.length)
      for (let at = 0; at < placed.length; at++) placed[at]!.element.value = values[at]
    else for (const { element, from, end } of placed) Object.assign(element, parseOne(chunk.subarray(from, end)))
  }

  #parse(): Pick<JsonElement, 'value' | 'refused' | 'replaced'> {
    const bytes = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts)
    this.#parts = []
    return parseOne(bytes)
  }
}

interface Placed {
  element: JsonElement
  from: number
  end: number
}

function parseArray(elements: Buffer): unknown[] | undefined {
  if (!isUtf8(elements)) return undefined
  try {
    return JSON.parse(`[${elements.toString('utf8')}]`) as unknown[]
  } catch {
    return undefined
  }
}

function parseOne(bytes: Buffer): Pick<JsonElement, 'value' | 'refused' | 'replaced'> {
  const replaced = !isUtf8(bytes)
  try {
    return { value: JSON.parse(bytes.toString('utf8')) as unknown, replaced }
  } catch {
    return { value: undefined, refused: 'invalid-json', replaced }
  }
}

/** Hands over the wanted top-level parts of a JSON object in document order; those one chunk completed are held at once. */
export async function readJsonElements(
  bytes: AsyncIterable<Uint8Array>,
  wanted: WantedKeys,
  limits: ImportLimits,
  take: (element: JsonElement) => void,
): Promise<void> {
  const splitter = new JsonElementSplitter(wanted, limits)
  for await (const chunk of bytes) {
    for (const element of splitter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))) take(element)
  }
  splitter.end()
}
