import type { FeedLimits } from '../contract.ts'
import { FeedError } from './feed-error.ts'

const BLOCK = 512
/** Offsets and lengths of the fields that are used. Source: POSIX.1-2017, pax, ustar interchange format. */
const NAME = [0, 100] as const
const SIZE = [124, 12] as const
const TIME = [136, 12] as const
const CHECKSUM = [148, 8] as const
const TYPE = 156
const MAGIC = [257, 5] as const
const PREFIX = [345, 155] as const
const FILE_TYPES: ReadonlySet<string> = new Set(['0', '\0', '7'])

interface TarEntry {
  name: string
  /** Seconds since 1970. */
  modified: number
  bytes: Buffer
}

/**
 * The files of a tar archive whose name passes `wanted`, one after the other; the others are passed over unread. Names
 * are never used on disk. Problems: `wrong-type`, `corrupt`, `truncated`, `too-many-entries`, `record-too-large`.
 */
export async function* tarEntries(
  chunks: AsyncIterable<Buffer>,
  wanted: (name: string) => boolean,
  limits: FeedLimits,
): AsyncGenerator<TarEntry> {
  const blocks = new BlockReader(chunks)
  for (let entries = 0; ; entries++) {
    const head = await blocks.take(BLOCK)
    // An archive ends with blocks of zeros.
    if (!head || head.every((byte) => byte === 0)) return
    if (entries >= limits.entries)
      throw new FeedError('too-many-entries', `the archive has more than ${limits.entries} entries`)
    const { size, isFile, ...entry } = headOf(head)
    const padded = Math.ceil(size / BLOCK) * BLOCK
    if (!isFile || !wanted(entry.name)) {
      await blocks.skip(padded)
      continue
    }
    if (size > limits.recordBytes)
      throw new FeedError('record-too-large', `${entry.name} is larger than ${limits.recordBytes} bytes`)
    const content = await blocks.take(padded)
    if (content) yield { ...entry, bytes: content.subarray(0, size) }
  }
}

/** Of a long name that stands in an extended header only the last part is told here, which is enough to choose by. */
function headOf(head: Buffer) {
  if (head.toString('latin1', MAGIC[0], MAGIC[0] + MAGIC[1]) !== 'ustar')
    throw new FeedError('wrong-type', 'the file is no tar archive')
  if (checksumOf(head) !== octalAt(head, CHECKSUM)) throw new FeedError('corrupt', 'the tar archive is damaged')
  const prefix = textAt(head, PREFIX)
  const name = textAt(head, NAME)
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size: octalAt(head, SIZE),
    modified: octalAt(head, TIME),
    isFile: FILE_TYPES.has(String.fromCharCode(head[TYPE]!)),
  }
}

/** The sum of all bytes, those of the sum itself counted as spaces. */
function checksumOf(head: Buffer): number {
  const [from, length] = CHECKSUM
  let sum = length * 0x20
  for (let at = 0; at < BLOCK; at++) if (at < from || at >= from + length) sum += head[at]!
  return sum
}

function textAt(head: Buffer, [from, length]: readonly [number, number]): string {
  const field = head.subarray(from, from + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end < 0 ? length : end)
}

/** Sizes beyond 8 GiB are written otherwise, and no file of a feed has one. */
function octalAt(head: Buffer, field: readonly [number, number]): number {
  const digits = textAt(head, field).trim()
  if (!/^[0-7]{0,12}$/.test(digits)) throw new FeedError('corrupt', 'the tar archive is damaged')
  return digits === '' ? 0 : Number.parseInt(digits, 8)
}

/** Takes bytes from chunks in the lengths that are asked for. */
class BlockReader {
  readonly #chunks: AsyncIterator<Buffer>
  #held = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** So many bytes, or `undefined` where there is none left. Problem: `truncated`. */
  async take(length: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = []
    let missing = length
    while (missing > 0 && (await this.#more())) {
      const part = this.#held.subarray(0, missing)
      this.#held = this.#held.subarray(part.length)
      missing -= part.length
      parts.push(part)
    }
    if (missing === length && length > 0) return undefined
    if (missing > 0) throw truncated()
    return parts.length === 1 ? parts[0] : Buffer.concat(parts)
  }

  async skip(length: number): Promise<void> {
    let missing = length
    while (missing > 0 && (await this.#more())) {
      const part = Math.min(missing, this.#held.length)
      this.#held = this.#held.subarray(part)
      missing -= part
    }
    if (missing > 0) throw truncated()
  }

  async #more(): Promise<boolean> {
    while (this.#held.length === 0) {
      const next = await this.#chunks.next()
      if (next.done) return false
      this.#held = next.value as Buffer<ArrayBuffer>
    }
    return true
  }
}

function truncated(): FeedError {
  return new FeedError('truncated', 'the tar archive ends in the middle of an entry')
}
