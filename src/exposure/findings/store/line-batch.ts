/** A finding as it is compared with what is recorded of it, and as it will be written. */
export interface WaitingLine {
  id: string
  digest: string
  /** Whether it is decided with a score of EPSS. */
  isScored: boolean
  firstSeen: string
  /** Values of the columns from `id` on, as the end of a line for COPY. */
  text: string
}

/** Lines have two to three kilobytes; a batch of longer ones makes room for itself. */
const FIRST_BYTES = 8 * 1024 * 1024

/**
 * Findings that wait to be written, as the bytes that COPY sends: as text, and as the drafts before, each of them would be
 * copied by several collections of garbage until the database has taken the batch before.
 */
export class LineBatch {
  readonly ids: string[] = []
  readonly digests: string[] = []
  readonly firstSeen: string[] = []
  readonly scored: boolean[] = []
  readonly #ends: number[] = []
  #buffer = Buffer.alloc(0)
  #length = 0

  get size(): number {
    return this.ids.length
  }

  add({ id, digest, firstSeen, isScored, text }: WaitingLine): void {
    this.ids.push(id)
    this.digests.push(digest)
    this.firstSeen.push(firstSeen)
    this.scored.push(isScored)
    this.#reserve(text.length * MOST_BYTES)
    this.#length += this.#buffer.write(text, this.#length)
    this.#ends.push(this.#length)
  }

  /** All lines, one after the other; valid until the batch is cleared. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length)
  }

  /** One line; valid until the batch is cleared. */
  line(place: number): Uint8Array {
    return this.#buffer.subarray(this.#ends[place - 1] ?? 0, this.#ends[place])
  }

  clear(): void {
    const { ids, digests, firstSeen, scored } = this
    for (const list of [ids, digests, firstSeen, scored, this.#ends]) list.length = 0
    this.#length = 0
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(FIRST_BYTES, 2 * this.#buffer.length, needed))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }
}

/** Of a character in UTF-8, for each unit that JavaScript counts. */
const MOST_BYTES = 3
