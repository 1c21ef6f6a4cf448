import { setTimeout as pause } from 'node:timers/promises'
import type { Problem } from '#core/kernel'
import type { Discovered } from '#core/vocabulary'
import { type ProbeLogRow, packProbes, packQuestions, type QuestionLogRow } from '#exposure/surface'
import { type AskedQuestions, type ProbeRecord, probeOutcomes } from '#platform/probe'
import type { ServerLine, TakenOrder } from './server-line.ts'

const SEND_MS = 500
const RETRY_MS = 2_000
const MOST_SAID = 1_000
const MOST_BYTES = 2 * 1024 ** 2
/** So much may wait to be said; whoever sees more waits. */
const MOST_WAITING = 20_000

export interface OutboxParts {
  line: ServerLine
  run: string
  signal: AbortSignal
  sent(): Record<string, number>
  /** Hears each answer: the terms of now, or that the order is over. */
  heard(terms: TakenOrder | undefined): void
  /** The server will not hear this agent any more. */
  refused(why: Problem): void
}

/** What waits to be said to the server: in order, each batch until it is heard, the same batch however often. */
export class Outbox {
  readonly #parts: OutboxParts
  #said: Discovered[] = []
  #probes: ProbeLogRow[] = []
  #asked: QuestionLogRow[] = []
  #written: (() => void)[] = []
  #seq = 0
  #isOver = false
  readonly #loop: Promise<void>
  #end: { outcome: string; problem?: string } | undefined

  constructor(parts: OutboxParts) {
    this.#parts = parts
    this.#loop = this.#work()
  }

  /** Takes one thing in; resolves once there is room for more. */
  async say(said: Discovered): Promise<void> {
    this.#said.push(said)
    while (this.#said.length > MOST_WAITING && !this.#isOver) await pause(SEND_MS / 5)
  }

  /** Writes probes down where the log is: resolves when the server has them. Throws when it will not. */
  write(records: readonly ProbeRecord[]): Promise<void> {
    this.#probes.push(...packProbes(records.map((each) => ({ ...each, outcome: probeOutcomes.indexOf(each.outcome) }))))
    return this.#whenHeard()
  }

  /** Writes down what was asked, likewise. */
  ask(asked: readonly AskedQuestions[]): Promise<void> {
    this.#asked.push(...packQuestions(asked))
    return this.#whenHeard()
  }

  #whenHeard(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) reject(new Error('the order is over'))
      else this.#written.push(resolve)
    })
  }

  /** Says the rest and how it ended; resolves when that was heard, or cannot be. */
  async end(outcome: string, problem?: string): Promise<void> {
    this.#end = { outcome, ...(problem && { problem: problem.slice(0, 1_000) }) }
    await this.#loop
  }

  /** Says nothing more. */
  close(): void {
    this.#isOver = true
    for (const written of this.#written.splice(0)) written()
  }

  async #work(): Promise<void> {
    await pause(SEND_MS / 5)
    while (!this.#isOver) {
      const isLast = await this.#sendBatch()
      if (isLast) return this.close()
      if (this.#said.length < MOST_SAID && !this.#end) await pause(SEND_MS)
    }
  }

  /** Sends what waits, again until it is heard. True when nothing is to follow. */
  async #sendBatch(): Promise<boolean> {
    const said = this.#take()
    const probes = this.#probes.splice(0, 1_000)
    const asked = this.#asked.splice(0, 1_000)
    const isWritten = this.#probes.length === 0 && this.#asked.length === 0
    const written = isWritten ? this.#written.splice(0) : []
    const isLast = this.#end !== undefined && this.#said.length === 0 && isWritten
    const body = { seq: ++this.#seq, said, probes, asked, sent: this.#parts.sent(), ...(isLast && { end: this.#end }) }
    try {
      return await this.#sendUntilHeard({ ...body, isLast })
    } finally {
      // Heard, or nobody will hear it: whoever waits for that is not held up.
      for (const one of written) one()
    }
  }

  /** True when nothing is to follow. */
  async #sendUntilHeard({ isLast, ...body }: { isLast: boolean }): Promise<boolean> {
    const { line, run, signal, heard, refused } = this.#parts
    while (!this.#isOver && !signal.aborted) {
      const answer = await line.say(run, body, signal)
      if (answer.ok) {
        if (!isLast) heard(answer.value)
        return isLast || answer.value === undefined
      }
      if (answer.error.code !== 'unreachable') {
        refused(answer.error)
        return true
      }
      await pause(RETRY_MS, undefined, { signal }).catch(() => {})
    }
    return true
  }

  #take(): Discovered[] {
    let bytes = 0
    let count = 0
    for (const one of this.#said.slice(0, MOST_SAID)) {
      bytes += JSON.stringify(one).length
      if (count > 0 && bytes > MOST_BYTES) break
      count++
    }
    return this.#said.splice(0, count)
  }
}
