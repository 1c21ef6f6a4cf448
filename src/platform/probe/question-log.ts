/** Questions that went to one server about one thing, counted: a run asks resolvers by the ten thousand. */
export interface AskedQuestions {
  via: 'dns' | 'http'
  /** `192.0.2.53:53`; of HTTP the host, with its port where that is not the usual one. */
  server: string
  /** Of DNS the zone, of HTTP the path with what was searched for. */
  about: string
  /** Which step of discovery asked. */
  step: string
  /** Of HTTP how it went last; empty: not known, and of DNS always. */
  outcome: string
  count: number
  /** Milliseconds since the epoch. */
  firstAt: number
  lastAt: number
}

/** Where they are kept: what comes later of the same is added to what is there. */
type QuestionSink = (asked: readonly AskedQuestions[]) => Promise<void>

const FLUSH_MS = 500
const MAX_ABOUT = 500
const MAX_OUTCOME = 100

export interface QuestionLogParts {
  sink: QuestionSink
  now(): number
  /** Hears that they cannot be written down: nothing more may be asked then. */
  failed?: (cause: unknown) => void
}

/**
 * What resolvers and passive sources were asked, beside the log of probes. Counted in memory and added to what is kept
 * twice a second, so that a crash loses no more than that, and one row stands for any number of questions.
 */
export class QuestionLog {
  readonly #parts: QuestionLogParts
  #waiting = new Map<string, AskedQuestions>()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  #failure: { cause: unknown } | undefined
  /** DNS questions, and requests over HTTP. */
  readonly totals = { questions: 0, requests: 0 }

  constructor(parts: QuestionLogParts) {
    this.#parts = parts
  }

  /** A question to a name server leaves. */
  dns(server: string, about: string, step: string): void {
    this.totals.questions++
    this.#count({ via: 'dns', server, about, step })
  }

  /** A request leaves. What it returns notes how it went. */
  http(address: string, step: string): (outcome: string) => void {
    // What is no address goes nowhere.
    if (!URL.canParse(address)) return () => {}
    const { host: server, pathname, search } = new URL(address)
    const what = { via: 'http', server, about: `${pathname}${search}`.slice(0, MAX_ABOUT), step } as const
    this.totals.requests++
    this.#count(what)
    return (outcome) => {
      this.#count(what, { count: 0, outcome: outcome.slice(0, MAX_OUTCOME) })
    }
  }

  /** Writes what waits. Throws when something could not be written. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#flush()
    if (this.#failure) throw this.#failure.cause
  }

  #count(
    what: Pick<AskedQuestions, 'via' | 'server' | 'about' | 'step'>,
    { count, outcome }: Pick<AskedQuestions, 'count' | 'outcome'> = { count: 1, outcome: '' },
  ): void {
    const at = this.#parts.now()
    const key = `${what.server} ${what.step} ${what.about}`
    const known = this.#waiting.get(key)
    if (known) {
      known.count += count
      known.lastAt = at
      known.outcome = outcome || known.outcome
    } else this.#waiting.set(key, { ...what, outcome, count, firstAt: at, lastAt: at })
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.#flush()
    }, FLUSH_MS).unref()
  }

  #flush(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      if (this.#waiting.size === 0 || this.#failure) return
      const asked = [...this.#waiting.values()]
      this.#waiting = new Map()
      try {
        await this.#parts.sink(asked)
      } catch (cause) {
        this.#failure = { cause }
        this.#parts.failed?.(cause)
      }
    })
    return this.#writing
  }
}
