/** Lines of findings or advisories have one to three kilobytes; more of them make room for themselves. */
const FIRST_BYTES = 8 * 1024 * 1024
/** Of a character in UTF-8, for each unit that JavaScript counts. */
const MOST_BYTES = 3

/**
 * Lines that wait for COPY, as the bytes that it sends: as text, and as what the text is made of, each would be copied by
 * several collections of garbage until the database has taken the lines before.
 */
export class CopyLines {
  readonly #ends: number[] = []
  #buffer = Buffer.alloc(0)
  #length = 0

  get count(): number {
    return this.#ends.length
  }

  /** Adds a line with its end; returns its place. */
  add(line: string): number {
    this.#reserve(line.length * MOST_BYTES)
    this.#length += this.#buffer.write(line, this.#length)
    return this.#ends.push(this.#length) - 1
  }

  /** Lines from one place to before another, all where none is given; valid until they are cleared. */
  bytes(from = 0, to = this.#ends.length): Uint8Array {
    return this.#buffer.subarray(this.#ends[from - 1] ?? 0, this.#ends[to - 1] ?? 0)
  }

  clear(): void {
    this.#ends.length = 0
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
