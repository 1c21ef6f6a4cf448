/** What became of one attempt, as far as pace is concerned. */
export type PaceVerdict = 'answered' | 'silent' | 'local-limit'

/** Where answers come sooner, more attempts at once would only wait for this machine. */
const SLOW_MS = 100

/**
 * How many connections are tried at once, over all addresses that share it. Grows while answers take their time, shrinks
 * at once when this machine runs out of ports or files, and waits a moment then.
 */
export class Pace {
  #allowed: number
  readonly #most: number
  #running = 0
  /** Those that go first, and the others. */
  readonly #waiting: Record<'first' | 'rest', (() => void)[]> = { first: [], rest: [] }
  #restUntil = 0
  #sharers = 0

  constructor({ start = 64, most = 256 }: { start?: number; most?: number } = {}) {
    this.#allowed = Math.min(start, most)
    this.#most = most
  }

  get allowed(): number {
    return Math.floor(this.#allowed)
  }

  /** Attempts at once of each of those that share it: whoever begins more only keeps them waiting, in memory. */
  get share(): number {
    return Math.max(1, Math.ceil(this.allowed / Math.max(1, this.#sharers)))
  }

  /** Counts one more that shares it, until the function that is given back is called. */
  join(): () => void {
    this.#sharers++
    return () => {
      this.#sharers--
    }
  }

  /** Runs one attempt when its turn has come; the `rest` waits for all that go first. */
  async run<T>(
    attempt: () => Promise<T>,
    judge: (outcome: T) => PaceVerdict,
    turn: 'first' | 'rest' = 'first',
  ): Promise<T> {
    if (this.#running >= this.allowed) await new Promise<void>((resolve) => this.#waiting[turn].push(resolve))
    else this.#running++
    const rest = this.#restUntil - performance.now()
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest))
    const started = performance.now()
    try {
      const outcome = await attempt()
      this.#learn(judge(outcome), performance.now() - started)
      return outcome
    } finally {
      this.#leave()
    }
  }

  #learn(verdict: PaceVerdict, ms: number): void {
    if (verdict !== 'local-limit' && ms > SLOW_MS)
      this.#allowed = Math.min(this.#most, this.#allowed + 1 / this.#allowed)
    if (verdict !== 'local-limit') return
    this.#allowed = Math.max(4, this.#allowed / 2)
    this.#restUntil = performance.now() + 100
  }

  /** The place goes to one who waits; who waits longest goes first. Others follow where the pace allows more now. */
  #leave(): void {
    this.#running--
    const { first, rest } = this.#waiting
    while (this.#running < this.allowed && first.length + rest.length > 0) {
      this.#running++
      ;(first.length > 0 ? first : rest).shift()?.()
    }
  }
}
