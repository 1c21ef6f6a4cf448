import { type IpAddress, rangeOf } from '#core/network'
import type { Stop } from './stop.ts'

/** How much may be sent: connections and datagrams a second. */
export interface ProbeBudget {
  perHost: number
  /** A network: /24 of IPv4, /48 of IPv6. */
  perNetwork: number
}

/** The network whose budget an address shares. */
function networkOf(address: IpAddress): string {
  return rangeOf(address, address.family === 4 ? 24 : 48).text
}

/** So much of a second's budget may go out at once. */
const BURST = 0.1
/** Hosts and networks that are remembered beyond what is waiting. */
const MOST_IDLE = 20_000

/** Fills with time, never beyond its burst; begins empty but for one, so that a restart sends no more than going on would. */
class Bucket {
  #tokens = 1
  #at: number

  constructor(now: number) {
    this.#at = now
  }

  /** Milliseconds until one may be taken; 0: now. */
  wait(rate: number, now: number): number {
    const burst = Math.max(1, rate * BURST)
    this.#tokens = Math.min(burst, this.#tokens + (Math.max(0, now - this.#at) / 1_000) * rate)
    this.#at = now
    // What the fraction lacks by rounding is no reason to wait again.
    return this.#tokens > 1 - 1e-9 ? 0 : ((1 - this.#tokens) / rate) * 1_000
  }

  take(): void {
    this.#tokens -= 1
  }
}

interface Waiting {
  go: () => void
  /** Hears of the stop no more. */
  unhear: () => void
}

interface Host {
  bucket: Bucket
  waiting: Waiting[]
}

interface Place {
  network: Network
  host: Host
}

interface Network {
  bucket: Bucket
  hosts: Map<string, Host>
  /** Those that wait, in the order in which they come round. */
  round: Set<Host>
  timer?: NodeJS.Timeout | undefined
}

/**
 * Hands out turns within the budget of host and network. Hosts of a network come round in turn, so that a host with
 * thousands waiting holds nobody else up.
 */
export class BudgetKeeper {
  readonly #networks = new Map<string, Network>()
  readonly #places = new Map<string, Place>()
  readonly #budget: () => ProbeBudget
  readonly #now: () => number

  /** @param now monotonic milliseconds */
  constructor(budget: () => ProbeBudget, now: () => number) {
    this.#budget = budget
    this.#now = now
  }

  /** Whether it is this probe's turn, at once or when that is so; false when it was stopped before. */
  turn(address: IpAddress, stop: Stop): boolean | Promise<boolean> {
    if (stop.aborted) return false
    const { network, host } = this.#place(address)
    if (network.round.size === 0 && this.#takeNow(network, host)) return true
    return new Promise((resolve) => {
      const leave = () => {
        const at = host.waiting.indexOf(waiting)
        if (at >= 0) host.waiting.splice(at, 1)
        if (host.waiting.length === 0) network.round.delete(host)
        resolve(false)
      }
      const waiting: Waiting = { go: () => resolve(true), unhear: stop.onAbort(leave) }
      host.waiting.push(waiting)
      network.round.add(host)
      if (network.timer === undefined) this.#pump(network)
    })
  }

  /** Where nobody waits there may be a turn at once. */
  #takeNow(network: Network, host: Host): boolean {
    const { perHost, perNetwork } = this.#budget()
    const now = this.#now()
    if (network.bucket.wait(perNetwork, now) > 0 || host.bucket.wait(perHost, now) > 0) return false
    network.bucket.take()
    host.bucket.take()
    return true
  }

  #place(address: IpAddress): Place {
    const known = this.#places.get(address.text)
    if (known) return known
    if (this.#places.size > MOST_IDLE) this.#places.clear()
    const network = this.#network(networkOf(address))
    const place = { network, host: this.#host(network, address.text) }
    this.#places.set(address.text, place)
    return place
  }

  /** Rounds over those that wait, one turn each, until nobody can have another; then again when somebody can. */
  #pump(network: Network): void {
    network.timer = undefined
    let next = 0
    while (network.round.size > 0 && next === 0) next = this.#goRound(network)
    if (network.round.size > 0) this.#later(network, next)
    else this.#forgetIdle()
  }

  /** Milliseconds until somebody can have a turn; 0: somebody had one. */
  #goRound(network: Network): number {
    const { perHost, perNetwork } = this.#budget()
    let next = Number.POSITIVE_INFINITY
    let isGranted = false
    for (const host of [...network.round]) {
      const now = this.#now()
      const networkWait = network.bucket.wait(perNetwork, now)
      if (networkWait > 0) return isGranted ? 0 : networkWait
      const wait = host.bucket.wait(perHost, now)
      if (wait > 0) next = Math.min(next, wait)
      else {
        isGranted = true
        grant(network, host)
      }
    }
    return isGranted ? 0 : next
  }

  #later(network: Network, ms: number): void {
    network.timer = setTimeout(() => this.#pump(network), Math.max(1, Math.ceil(ms)))
  }

  #network(name: string): Network {
    const known = this.#networks.get(name)
    if (known) return known
    const network: Network = { bucket: new Bucket(this.#now()), hosts: new Map(), round: new Set() }
    this.#networks.set(name, network)
    return network
  }

  #host(network: Network, name: string): Host {
    const known = network.hosts.get(name)
    if (known) return known
    if (network.hosts.size > MOST_IDLE) {
      this.#places.clear()
      for (const [idle, { waiting }] of network.hosts) if (waiting.length === 0) network.hosts.delete(idle)
    }
    const host: Host = { bucket: new Bucket(this.#now()), waiting: [] }
    network.hosts.set(name, host)
    return host
  }

  /** A bucket that nobody waits for is full again after a moment: one that is forgotten grants one turn at most. */
  #forgetIdle(): void {
    if (this.#networks.size < MOST_IDLE) return
    this.#places.clear()
    for (const [name, { round, timer }] of this.#networks)
      if (timer === undefined && round.size === 0) this.#networks.delete(name)
  }
}

function grant(network: Network, host: Host): void {
  network.bucket.take()
  host.bucket.take()
  const { go, unhear } = host.waiting.shift()!
  unhear()
  // To the end of the round.
  network.round.delete(host)
  if (host.waiting.length > 0) network.round.add(host)
  go()
}
