import { closeSync, fsync, fsyncSync, openSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'

const BUFFER_BYTES = 1024 * 1024

/** Sequential buffered writes to one file that know their position. */
export class FileOutput {
  readonly #descriptor: number
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  #used = 0
  #closed = false
  #flushed: number

  constructor(path: string, flags: 'wx' | 'r+' = 'wx', from = 0) {
    this.#descriptor = openSync(path, flags, 0o644)
    this.#flushed = from
  }

  get position(): number {
    return this.#flushed + this.#used
  }

  write(bytes: Uint8Array): void {
    if (bytes.length > BUFFER_BYTES - this.#used) this.#flush()
    if (bytes.length > BUFFER_BYTES) {
      this.#writeFully(bytes)
      return
    }
    this.#buffer.set(bytes, this.#used)
    this.#used += bytes.length
  }

  align(to: number): void {
    const rest = this.position % to
    if (rest > 0) this.write(Buffer.alloc(to - rest))
  }

  /** Makes what was written so far durable while others go on, so that `finish` has little left to wait for. */
  async settle(): Promise<void> {
    this.#flush()
    await promisify(fsync)(this.#descriptor)
  }

  /** Overwrites bytes at `position` after everything else is written, then makes the file durable and closes it. */
  finish(position: number, bytes: Uint8Array): void {
    this.#flush()
    writeSync(this.#descriptor, bytes, 0, bytes.length, position)
    fsyncSync(this.#descriptor)
    this.#closed = true
    closeSync(this.#descriptor)
  }

  /** Closes the file without making it whole; after `finish` it does nothing. */
  abandon(): void {
    if (!this.#closed) closeSync(this.#descriptor)
    this.#closed = true
  }

  #flush(): void {
    if (this.#used > 0) this.#writeFully(this.#buffer.subarray(0, this.#used))
    this.#used = 0
  }

  #writeFully(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#descriptor, bytes, done, bytes.length - done, this.#flushed + done)
    }
    this.#flushed += bytes.length
  }
}
