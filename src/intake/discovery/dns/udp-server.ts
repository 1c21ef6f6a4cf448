import { randomInt } from 'node:crypto'
import type { DatagramChannel, ProbeTarget, Result } from '#core/kernel'
import { answers } from './message.ts'

/** Channels to one server: each has a port of its own, and ids of its own. */
const LANES = 4
const FIRST_WINDOW = 64
const LEAST_WINDOW = 4
const MOST_WINDOW = 2048

/** Largest datagram that is read: servers without EDNS send 512 bytes, others up to 4096. */
const LARGEST = 4096

/** How an exchange ended: the answer, or why there is none. */
export type Exchanged = Buffer | 'timeout' | 'unreachable' | 'malformed' | 'stopped'

interface Waiting {
  query: Buffer
  end: number
  lane: Lane
  id: number
  deadline: number
  /** Called each time it leaves. */
  sent?: (() => void) | undefined
  done(exchanged: Exchanged): void
}

export interface UdpServerOptions {
  open(server: ProbeTarget): Promise<Result<DatagramChannel>>
  now(): number
  /** Questions each second at most; absent: as many as the server answers. */
  perSecond?: number | undefined
}

interface Lane {
  channel: DatagramChannel
  waiting: Map<number, Waiting>
}

/**
 * One server asked over UDP, with many questions in flight. How many grows while answers come and halves when they
 * do not (as TCP does), so that neither the server nor a socket's buffer is flooded.
 */
export class UdpServer {
  readonly target: ProbeTarget
  private readonly open: (server: ProbeTarget) => Promise<Result<DatagramChannel>>
  private readonly now: () => number
  private readonly spacingMs: number
  private nextTurn = 0
  private lanes: Lane[] | undefined
  private opening: Promise<Lane[]> | undefined
  private nextLane = 0
  private inFlight = 0
  private window = FIRST_WINDOW
  private shrunkAt = 0
  private readonly queue: (() => void)[] = []
  /** Waiting questions by when they time out; those already answered are skipped. */
  private deadlines: Waiting[] = []
  private readonly outbox: Waiting[] = []
  private timer: NodeJS.Timeout | undefined
  private closed = false

  constructor(target: ProbeTarget, { open, now, perSecond }: UdpServerOptions) {
    this.target = target
    this.open = open
    this.now = now
    this.spacingMs = perSecond ? 1000 / perSecond : 0
  }

  /** Sends a query once, says so, and waits for its answer. Where nothing holds it up, it costs one promise. */
  exchange(query: Buffer, end: number, timeoutMs: number, sent?: () => void): Promise<Exchanged> {
    if (this.closed) return Promise.resolve('stopped')
    const isFree = this.lanes !== undefined && this.spacingMs === 0 && this.inFlight < this.window
    return isFree ? this.send(query, end, timeoutMs, sent) : this.sendInTurn(query, end, timeoutMs, sent)
  }

  private async sendInTurn(query: Buffer, end: number, timeoutMs: number, sent?: () => void): Promise<Exchanged> {
    if (this.inFlight >= this.window) await new Promise<void>((resolve) => this.queue.push(resolve))
    if (this.spacingMs > 0) await this.turn()
    if (this.closed) return 'stopped'
    return this.send(query, end, timeoutMs, sent)
  }

  private send(query: Buffer, end: number, timeoutMs: number, sent?: () => void): Promise<Exchanged> {
    this.inFlight++
    return new Promise((resolve) => {
      const done = (exchanged: Exchanged, wasSent = true) => {
        if (wasSent) this.adapt(exchanged)
        this.inFlight--
        if (this.inFlight < this.window) this.queue.shift()?.()
        resolve(exchanged)
      }
      const sendOnOne = (lanes: readonly Lane[]) => {
        const lane = lanes[this.nextLane++ % lanes.length]
        if (lane) this.sendOn(lane, { query, end, timeoutMs, sent, done })
        else done(this.closed ? 'stopped' : 'unreachable', false)
      }
      if (this.lanes) sendOnOne(this.lanes)
      else void this.openLanes().then(sendOnOne)
    })
  }

  /** Waits until the budget of this second allows one more. */
  private async turn(): Promise<void> {
    const now = this.now()
    const at = Math.max(now, this.nextTurn)
    this.nextTurn = at + this.spacingMs
    if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now).unref())
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    clearInterval(this.timer)
    for (const lane of this.lanes ?? []) {
      lane.channel.close()
      this.settleAll(lane, 'stopped')
    }
    for (const resume of this.queue.splice(0)) resume()
  }

  private sendOn(
    lane: Lane,
    { query, end, timeoutMs, sent, done }: Pick<Waiting, 'query' | 'end' | 'sent' | 'done'> & { timeoutMs: number },
  ): void {
    let id = randomInt(0x10000)
    while (lane.waiting.has(id)) id = (id + 1) & 0xffff
    query.writeUInt16BE(id, 0)
    const waiting: Waiting = { query, end, lane, id, deadline: this.now() + timeoutMs, sent, done }
    lane.waiting.set(id, waiting)
    this.deadlines.push(waiting)
    this.timer ??= setInterval(() => this.expire(), 25)
    this.post(waiting)
  }

  /** Sends in bursts: what is sent alone wakes the other side for each, which costs more than the rest. */
  private post(waiting: Waiting): void {
    if (this.outbox.push(waiting) > 1) return
    setImmediate(() => {
      for (const { lane, query, deadline, sent } of this.outbox.splice(0)) {
        if (deadline === 0) continue
        sent?.()
        lane.channel.send(query)
      }
    })
  }

  private openLanes(): Promise<Lane[]> {
    this.opening ??= this.openAll()
    return this.opening
  }

  private async openAll(): Promise<Lane[]> {
    const opened = await Promise.all(Array.from({ length: LANES }, () => this.openLane()))
    const lanes = opened.filter((lane) => lane !== undefined)
    this.opening = undefined
    if (this.closed) for (const lane of lanes) lane.channel.close()
    else if (lanes.length > 0) this.lanes = lanes
    return this.closed ? [] : lanes
  }

  private async openLane(): Promise<Lane | undefined> {
    const opened = await this.open(this.target)
    if (!opened.ok) return undefined
    const lane: Lane = { channel: opened.value, waiting: new Map() }
    lane.channel.onMessage((message) => this.receive(lane, message))
    lane.channel.onError(() => this.settleAll(lane, 'unreachable'))
    return lane
  }

  private receive(lane: Lane, message: Buffer): void {
    if (message.length < 12) return
    const waiting = lane.waiting.get(message.readUInt16BE(0))
    if (!waiting || !answers(message, waiting.query, waiting.end)) return
    // We said what we take; who sends far more wants to keep us busy.
    this.settle(waiting, message.length > LARGEST ? 'malformed' : message)
  }

  private settle(waiting: Waiting, exchanged: Exchanged): void {
    waiting.lane.waiting.delete(waiting.id)
    waiting.deadline = 0
    waiting.done(exchanged)
  }

  private settleAll(lane: Lane, exchanged: Exchanged): void {
    for (const waiting of [...lane.waiting.values()]) this.settle(waiting, exchanged)
  }

  private expire(): void {
    const now = this.now()
    this.deadlines = this.deadlines.filter((waiting) => {
      if (waiting.deadline > now) return true
      if (waiting.deadline > 0) this.settle(waiting, 'timeout')
      return false
    })
    if (this.deadlines.length > 0) return
    clearInterval(this.timer)
    this.timer = undefined
  }

  /** One more in flight for each window answered; half of them when silence follows, once a second. */
  private adapt(exchanged: Exchanged): void {
    if (typeof exchanged !== 'string') {
      this.window = Math.min(MOST_WINDOW, this.window + 1 / Math.max(1, this.window / 8))
      if (this.inFlight <= this.window) this.queue.shift()?.()
      return
    }
    const now = this.now()
    if (exchanged !== 'timeout' || now - this.shrunkAt < 1000) return
    this.shrunkAt = now
    this.window = Math.max(LEAST_WINDOW, this.window / 2)
  }
}
