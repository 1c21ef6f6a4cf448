/**
 * How a probe went. `sent`: nothing is known yet; of a datagram nothing more will be. The last four left this machine never,
 * or say nothing about the peer.
 */
export const probeOutcomes = [
  'sent',
  'open',
  'refused',
  'timeout',
  'unreachable',
  'reset',
  'local-limit',
  'out-of-scope',
  'own-listener',
  'stopped',
] as const
export type ProbeOutcome = (typeof probeOutcomes)[number]

/** One line of the log: what went where and when. */
export interface ProbeRecord {
  /** Milliseconds since the epoch. */
  at: number
  address: string
  port: number
  transport: 'tcp' | 'udp'
  outcome: ProbeOutcome
}

/** Where the log is kept. Throws when it cannot be: then nothing more is sent. */
export type ProbeLogSink = (records: readonly ProbeRecord[]) => Promise<void>

export interface ProbeTotals {
  connections: number
  datagrams: number
  /** By code; the same address and code is written down once. */
  refused: Partial<Record<ProbeOutcome, number>>
}

export interface ProbeLogOptions {
  /** How long a line may wait to be written. Default 250 ms. */
  flushMs?: number
  /** So many lines may wait; beyond that probes wait, too. Default 20,000. */
  mostPending?: number
}

const MOST_REFUSALS = 10_000

/**
 * The log of what was sent, written in batches. A line is there from the moment of sending, so that a crash loses no more
 * than the last batch; how it went is a second line where the first was written already. While lines cannot be written,
 * nothing is sent.
 */
export class ProbeLog {
  readonly #sink: ProbeLogSink
  readonly #flushMs: number
  readonly #most: number
  readonly #refusals = new Set<string>()
  #pending: ProbeRecord[] = []
  #writing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #failure: unknown
  readonly totals: ProbeTotals = { connections: 0, datagrams: 0, refused: {} }

  constructor(sink: ProbeLogSink, { flushMs = 250, mostPending = 20_000 }: ProbeLogOptions = {}) {
    this.#sink = sink
    this.#flushMs = flushMs
    this.#most = mostPending
  }

  /** Whether there is room at this moment. */
  get hasRoom(): boolean {
    return this.#pending.length < this.#most && this.#failure === undefined
  }

  /** Resolves once there is room: true; false when the log cannot be written. */
  async room(): Promise<boolean> {
    while (this.#pending.length >= this.#most && this.#failure === undefined) await this.flush()
    return this.#failure === undefined
  }

  /** Writes down that something is sent now. What it returns writes down how it went. */
  sent(record: Omit<ProbeRecord, 'outcome'>): (outcome: ProbeOutcome) => void {
    if (record.transport === 'tcp') this.totals.connections++
    else this.totals.datagrams++
    const line: ProbeRecord = { ...record, outcome: 'sent' }
    this.#add(line)
    const batch = this.#pending
    return (outcome) => {
      if (batch === this.#pending) line.outcome = outcome
      else this.#add({ ...line, outcome })
    }
  }

  /** Writes down that nothing was sent, and why; of each address and reason once. */
  refused(record: ProbeRecord): void {
    this.totals.refused[record.outcome] = (this.totals.refused[record.outcome] ?? 0) + 1
    const key = `${record.address} ${record.outcome}`
    if (this.#refusals.has(key) || this.#refusals.size >= MOST_REFUSALS) return
    this.#refusals.add(key)
    this.#add(record)
  }

  /** Writes what waits; resolves when that is done or cannot be. */
  async flush(): Promise<void> {
    await this.#writing
    if (this.#pending.length === 0 || this.#failure !== undefined) return
    const batch = this.#pending
    this.#pending = []
    this.#writing = this.#sink(batch).catch((failure: unknown) => {
      this.#failure = failure ?? new Error('the probe log cannot be written')
    })
    await this.#writing
    this.#writing = undefined
  }

  /** Writes the rest. Throws when a line could not be written. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    while (this.#pending.length > 0 && this.#failure === undefined) await this.flush()
    await this.#writing
    if (this.#failure !== undefined) throw this.#failure
  }

  #add(record: ProbeRecord): void {
    this.#pending.push(record)
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.flush()
    }, this.#flushMs)
    this.#timer.unref()
  }
}
