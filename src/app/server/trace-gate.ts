/** So many requests with traces are worked at, at once; others wait. */
const AT_ONCE = 2
const MOST_WAITING = 32
/** Bytes of all of them together, as they came. */
const MOST_BYTES = 64 * 1024 * 1024

/**
 * Back-pressure: however much is sent, so much is held. Whoever finds no room is told to come again, which OTLP exporters do.
 */
export class TraceGate {
  #bytes = 0
  #working = 0
  readonly #waiting: (() => void)[] = []

  /** Does the work once there is room; `undefined` where there is none. `bytes` are held until it is done. */
  async run<Done>(bytes: number, work: () => Promise<Done>): Promise<Done | undefined> {
    if (this.#bytes + bytes > MOST_BYTES || this.#waiting.length >= MOST_WAITING) return undefined
    this.#bytes += bytes
    try {
      if (this.#working >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve))
      else this.#working++
      return await work()
    } finally {
      this.#bytes -= bytes
      const next = this.#waiting.shift()
      // Its place goes over to the next.
      if (next) next()
      else this.#working--
    }
  }
}
