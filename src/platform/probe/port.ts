import type { Socket } from 'node:dgram'
import type { Duplex } from 'node:stream'
import {
  type DatagramChannel,
  err,
  ok,
  type ProbePort,
  type ProbeTarget,
  type ProbeTerms,
  type Problem,
  problem,
  type Result,
} from '#core/kernel'
import { type AddressScope, type IpAddress, parseAddress, type ScopeJudgement } from '#core/network'
import { BudgetKeeper, type ProbeBudget } from './budget.ts'
import { channelOf, openDatagrams, sendOn } from './datagrams.ts'
import { type Dialler, dialOnce, isPassing, LOCAL_TRIES, pauseMs, place, systemDialler } from './dial.ts'
import { isOwnListener, LocalAddresses, type OwnListener } from './own-listeners.ts'
import type { ProbeLog, ProbeOutcome } from './probe-log.ts'
import { type QuietHours, quietClock } from './quiet-hours.ts'
import { OneStop, pauseUntil, type Stop, stopOf } from './stop.ts'

/** What probes are bound by, as it is at this moment. */
export interface ProbeRules {
  scope: AddressScope
  budget: ProbeBudget
  quietHours?: QuietHours | undefined
  /** The kill switch, or rules that cannot be read. */
  isStopped: boolean
  /** The rules could not be read for a while: nothing is sent by these; what waits for its turn waits for newer ones. */
  isBlind?: boolean
}

export interface ProbePortParts {
  /** Asked for each probe, again after every wait. The same object while nothing changed. */
  rules(): ProbeRules
  ownListeners(): readonly OwnListener[]
  log: ProbeLog
  /** Milliseconds since the epoch. */
  now(): number
  dialler?: Dialler
}

/** The probe port with what its owner does to it. */
export interface GuardedProbePort extends ProbePort {
  /** Applies changed rules to what is open: connections to what is no longer approved are cut, all of them when stopped. */
  recheck(): void
  /** Cuts everything and sends nothing more. */
  stop(): void
}

interface Open {
  target: ProbeTarget
  cut: () => void
}

/** The probe port (law 6): judges each call by the rules of that moment, on the address, right before sending. */
export function probePort(parts: ProbePortParts): GuardedProbePort {
  return new Port(parts)
}

class Port implements GuardedProbePort {
  readonly #parts: ProbePortParts
  readonly #budget: BudgetKeeper
  readonly #local: LocalAddresses
  readonly #isQuiet = quietClock()
  readonly #open = new Set<Open>()
  readonly #judged = new Map<string, ScopeJudgement>()
  readonly #addresses = new Map<string, IpAddress>()
  #judgedBy: AddressScope | undefined
  #stopped = false

  constructor(parts: ProbePortParts) {
    this.#parts = parts
    this.#budget = new BudgetKeeper(
      () => parts.rules().budget,
      () => performance.now(),
    )
    this.#local = new LocalAddresses(() => parts.now())
  }

  async connect(target: ProbeTarget, terms: ProbeTerms): Promise<Result<Duplex>> {
    const stop = new OneStop(terms.signal && stopOf(terms.signal))
    const open: Open = { target, cut: () => stop.abort() }
    this.#open.add(open)
    const dialled = await this.#dial(target, terms.timeoutMs, stop)
    if (!dialled.ok) {
      this.#open.delete(open)
      return dialled
    }
    const socket = dialled.value
    open.cut = () => socket.destroy()
    socket.once('close', () => this.#open.delete(open))
    if (socket.destroyed) this.#open.delete(open)
    // Changed while it was being opened.
    const refusal = this.#refusal(target)
    if (!refusal) return ok(socket)
    socket.destroy()
    return err(refusal)
  }

  /** Tries again when this machine is at its limits: that says nothing about the peer. */
  async #dial(target: ProbeTarget, timeoutMs: number, stop: Stop) {
    for (let tried = 1; ; tried++) {
      const turn = this.#turn(target, 'tcp', stop)
      const refusal = turn instanceof Promise ? await turn : turn
      if (refusal) return err(refusal)
      const went = this.#parts.log.sent({ at: this.#parts.now(), ...target, transport: 'tcp' })
      const dialled = await dialOnce(target, { timeoutMs, stop }, this.#parts.dialler ?? systemDialler)
      went(dialled.ok ? 'open' : (dialled.error.code as ProbeOutcome))
      if (dialled.ok || tried === LOCAL_TRIES || !isPassing(dialled.error.cause)) return dialled
      await pauseUntil(stop, pauseMs(tried))
    }
  }

  async datagrams(target: ProbeTarget, { signal }: ProbeTerms): Promise<Result<DatagramChannel>> {
    const refusal = this.#refused(target, 'udp')
    if (refusal) return err(refusal)
    const opened = await openDatagrams(target)
    if (!opened.ok) return opened
    const close = () => channel.close()
    const channel = channelOf(
      opened.value,
      (datagram, socket, ends) => this.#send(target, datagram, socket, ends),
      () => {
        this.#open.delete(open)
        signal?.removeEventListener('abort', close)
      },
    )
    const open: Open = { target, cut: () => channel.cut(stopped(target)) }
    this.#open.add(open)
    signal?.addEventListener('abort', close, { once: true })
    if (signal?.aborted) close()
    return ok(channel)
  }

  /** Each datagram has its own turn and is judged as it is sent. */
  async #send(target: ProbeTarget, datagram: Uint8Array, socket: Socket, ends: AbortSignal) {
    const refusal = await this.#turn(target, 'udp', stopOf(ends))
    if (refusal || ends.aborted) return refusal
    this.#parts.log.sent({ at: this.#parts.now(), ...target, transport: 'udp' })
    return sendOn(socket, datagram)
  }

  /** Why it may not be sent, judged after all waiting; at once where nothing is to be waited for. */
  #turn(target: ProbeTarget, transport: 'tcp' | 'udp', stop: Stop): Problem | undefined | Promise<Problem | undefined> {
    if (this.#parts.rules().isBlind || !this.#parts.log.hasRoom) return this.#lateTurn(target, transport, stop)
    const refusal = this.#refused(target, transport)
    if (refusal) return refusal
    const turn = this.#budget.turn(this.#addressOf(target.address), stop)
    if (turn instanceof Promise) return turn.then((isTurn) => this.#afterTurn(isTurn, target, transport, stop))
    return turn ? undefined : stopped(target)
  }

  /** Waits for rules that can be read and for room in the log before. */
  async #lateTurn(target: ProbeTarget, transport: 'tcp' | 'udp', stop: Stop): Promise<Problem | undefined> {
    await this.#sighted(stop)
    const before = this.#refused(target, transport)
    if (before) return before
    if (!(await this.#parts.log.room()))
      return problem('stopped', 'the probe log cannot be written: nothing is sent that is not written down')
    const isTurn = await this.#budget.turn(this.#addressOf(target.address), stop)
    return this.#afterTurn(isTurn, target, transport, stop)
  }

  async #afterTurn(
    isTurn: boolean,
    target: ProbeTarget,
    transport: 'tcp' | 'udp',
    stop: Stop,
  ): Promise<Problem | undefined> {
    await this.#sighted(stop)
    if (!isTurn || stop.aborted) return stopped(target)
    return this.#refused(target, transport)
  }

  /** Waits a moment for rules that are late, as they are when this machine is busy. */
  async #sighted(stop: Stop): Promise<void> {
    const until = performance.now() + MOST_BLIND_MS
    while (this.#parts.rules().isBlind && !this.#stopped && !stop.aborted && performance.now() < until)
      await pauseUntil(stop, BLIND_PAUSE_MS)
  }

  #refused(target: ProbeTarget, transport: 'tcp' | 'udp'): Problem | undefined {
    const refusal = this.#refusal(target)
    if (refusal) {
      const outcome = refusal.code === 'quiet-hours' ? 'stopped' : (refusal.code as ProbeOutcome)
      this.#parts.log.refused({ at: this.#parts.now(), ...target, transport, outcome })
    }
    return refusal
  }

  #refusal(target: ProbeTarget): Problem | undefined {
    const rules = this.#parts.rules()
    if (this.#stopped || rules.isStopped)
      return problem('stopped', 'all probes are stopped: an administrator can release them')
    const judged = this.#judge(rules.scope, target.address)
    if (!judged.approved) return outOfScope(target.address, judged)
    if (isOwnListener(target, this.#parts.ownListeners(), this.#local))
      return problem('own-listener', `${place(target)} is Lunette itself`)
    if (this.#isQuiet(rules.quietHours, this.#parts.now()))
      return problem('quiet-hours', 'nothing is probed in the quiet hours')
    return undefined
  }

  #addressOf(text: string): IpAddress {
    const known = this.#addresses.get(text)
    if (known) return known
    if (this.#addresses.size > MOST_JUDGED) this.#addresses.clear()
    // What is no address was refused before.
    const address = parseAddress(text)!
    this.#addresses.set(text, address)
    return address
  }

  /** A scope is asked once for an address; another scope, another answer. */
  #judge(scope: AddressScope, address: string): ScopeJudgement {
    if (this.#judgedBy !== scope || this.#judged.size > MOST_JUDGED) {
      this.#judged.clear()
      this.#judgedBy = scope
    }
    const known = this.#judged.get(address)
    if (known) return known
    const judged = scope.judge(address)
    this.#judged.set(address, judged)
    return judged
  }

  recheck(): void {
    for (const open of [...this.#open]) if (this.#refusal(open.target)) open.cut()
  }

  stop(): void {
    this.#stopped = true
    this.recheck()
  }
}

const BLIND_PAUSE_MS = 100
const MOST_BLIND_MS = 30_000
const MOST_JUDGED = 100_000

function outOfScope(address: string, { reason, ...rest }: Exclude<ScopeJudgement, { approved: true }>): Problem {
  const words: Record<typeof reason, string> = {
    'not-an-address': 'is no address',
    excluded: 'is excluded',
    'not-approved': 'is not approved',
    'unreadable-exclusion': 'is not asked while an exclusion cannot be read',
    special: `is a ${'use' in rest ? rest.use : 'special'} address: it needs a range approved by hand`,
  }
  return problem('out-of-scope', `${address.slice(0, 60)} ${words[reason]}`)
}

function stopped(target: ProbeTarget): Problem {
  return problem('stopped', `the probe of ${place(target)} was stopped`)
}
