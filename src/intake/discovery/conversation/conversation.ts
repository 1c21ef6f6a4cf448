import type { Duplex } from 'node:stream'

/** How a conversation ended; `open` while it has not. */
export type Ending = 'open' | 'closed' | 'reset' | 'full' | 'late'

export interface ConversationLimits {
  /** Bytes that are read in all; the peer that says more is hung up on. */
  bytes: number
  /** Milliseconds from the first word to the last. */
  ms: number
}

const usual: ConversationLimits = { bytes: 64 * 1024, ms: 8_000 }

/**
 * One connection, read within limits: no more bytes and no longer than agreed, whatever the peer does. A peer that
 * drips, floods or resets ends the conversation; what it said until then stays readable.
 */
export class Conversation {
  readonly stream: Duplex
  ending: Ending = 'open'
  #buffer = Buffer.allocUnsafe(1024)
  #start = 0
  #end = 0
  #left: number
  #timer: NodeJS.Timeout
  #wake: (() => void) | undefined

  constructor(stream: Duplex, limits: Partial<ConversationLimits> = {}) {
    this.stream = stream
    this.#left = limits.bytes ?? usual.bytes
    this.#timer = setTimeout(() => this.#finish('late'), limits.ms ?? usual.ms)
    stream.on('data', this.#onData)
    stream.on('error', this.#onError)
    stream.on('end', this.#onEnd)
    stream.on('close', this.#onEnd)
  }

  #onData = (chunk: Buffer): void => this.#keep(chunk)
  #onError = (): void => this.#finish('reset')
  #onEnd = (): void => this.#finish('closed')

  /** What was said and not yet taken. */
  get unread(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end)
  }

  /** Says something; words to a peer that hung up are lost. */
  say(words: Uint8Array | string): void {
    if (this.ending === 'open') this.stream.write(typeof words === 'string' ? Buffer.from(words, 'latin1') : words)
  }

  /**
   * The next message: `lengthOf` says how long it is once the bytes there tell so, 0 before that. Undefined when the
   * peer falls silent for `ms` or the conversation ends before it is whole.
   */
  async next(lengthOf: (unread: Buffer) => number, ms: number): Promise<Buffer | undefined> {
    const until = performance.now() + ms
    for (;;) {
      const length = lengthOf(this.unread)
      if (length > 0 && length <= this.unread.length) return this.take(length)
      if (this.ending !== 'open' || !(await this.#more(until - performance.now()))) return undefined
    }
  }

  /** Everything said until `quietMs` of silence, the end, or `ms` in all. Takes nothing when nothing was said. */
  async words(quietMs: number, ms: number): Promise<Buffer> {
    const until = performance.now() + ms
    while (this.ending === 'open') {
      const wait = Math.min(until - performance.now(), this.unread.length > 0 ? quietMs : ms)
      if (!(await this.#more(wait))) break
    }
    return this.take(this.unread.length)
  }

  take(length: number): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(this.#start, this.#start + length))
    this.#start += taken.length
    return taken
  }

  /** Hands the stream on, to TLS say, and reads no more of it. */
  release(): Duplex {
    clearTimeout(this.#timer)
    this.#unlisten()
    this.stream.on('error', ignore)
    const rest = this.take(this.unread.length)
    if (rest.length > 0) this.stream.unshift(rest)
    return this.stream
  }

  close(): void {
    this.#finish('closed')
  }

  #keep(chunk: Buffer): void {
    const kept = chunk.length > this.#left ? chunk.subarray(0, this.#left) : chunk
    this.#left -= kept.length
    if (this.#buffer.length - this.#end < kept.length) this.#grow(kept.length)
    kept.copy(this.#buffer, this.#end)
    this.#end += kept.length
    if (this.#left <= 0) this.#finish('full')
    this.#wake?.()
  }

  #grow(more: number): void {
    const unread = this.unread
    const larger = Buffer.allocUnsafe(Math.max(1024, (unread.length + more) * 2))
    unread.copy(larger)
    this.#buffer = larger
    this.#end = unread.length
    this.#start = 0
  }

  /** True when more bytes came or the conversation ended, false when the wait was in vain. */
  #more(ms: number): Promise<boolean> {
    if (ms <= 0) return Promise.resolve(false)
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#wake = undefined
        resolve(false)
      }, ms)
      this.#wake = () => {
        clearTimeout(timer)
        this.#wake = undefined
        resolve(true)
      }
    })
  }

  #finish(ending: Ending): void {
    if (this.ending !== 'open') return
    this.ending = ending
    clearTimeout(this.#timer)
    this.#unlisten()
    this.stream.on('error', ignore)
    this.stream.destroy()
    this.#wake?.()
  }

  #unlisten(): void {
    this.stream.off('data', this.#onData)
    this.stream.off('error', this.#onError)
    this.stream.off('end', this.#onEnd)
    this.stream.off('close', this.#onEnd)
    this.stream.pause()
  }
}

/** A stream that is done with may still fail; nobody is left to hear it. */
function ignore(): void {}
