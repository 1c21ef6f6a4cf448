import { networkInterfaces } from 'node:os'
import { effectiveAddress, type IpAddress, parseAddress, specialUse } from '#core/network'

/** A port that Lunette itself listens on: its server's, its database's. */
export interface OwnListener {
  /** Where it is bound, when it is one address and that is known; absent: it may be any address of this machine. */
  address?: string
  port: number
}

const INTERFACES_MS = 5_000

/** Whether an address is this machine's; the list of its interfaces is read again after some seconds. */
export class LocalAddresses {
  readonly #now: () => number
  readonly #read: () => string[]
  #known = new Set<string>()
  #readAt = Number.NEGATIVE_INFINITY

  constructor(now: () => number, read = interfaceAddresses) {
    this.#now = now
    this.#read = read
  }

  has(address: IpAddress): boolean {
    const use = specialUse(address)
    if (use === 'loopback' || use === 'unspecified') return true
    if (this.#now() - this.#readAt > INTERFACES_MS) {
      this.#known = new Set(this.#read().flatMap((text) => parseAddress(text)?.text ?? []))
      this.#readAt = this.#now()
    }
    return this.#known.has(address.text)
  }
}

function interfaceAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap(
    (found) => found?.map(({ address }) => address.split('%')[0]!) ?? [],
  )
}

/**
 * Whether a connection would end at one of our own listeners. `0.0.0.0` and `::` lead to this machine, and so does every
 * address of its interfaces; IPv6 forms are judged as the address they carry.
 */
export function isOwnListener(
  target: { address: string; port: number },
  listeners: readonly OwnListener[],
  local: LocalAddresses,
): boolean {
  // Nearly always it is another port, and this is asked for every probe.
  if (!listeners.some(({ port }) => port === target.port)) return false
  const wanted = parseAddress(target.address)
  if (!wanted) return false
  const address = effectiveAddress(wanted)
  return listeners.some(({ address: bound, port }) => {
    if (port !== target.port) return false
    const at = bound === undefined ? undefined : parseAddress(bound)
    const place = at && effectiveAddress(at)
    if (!place || specialUse(place) === 'unspecified') return local.has(address)
    return place.text === address.text || (specialUse(address) === 'unspecified' && local.has(place))
  })
}
