import type { Duplex } from 'node:stream'
import type { Result } from './result.ts'

/** One end that a probe talks to: an address, never a name, so that what was approved is what is asked. */
export interface ProbeTarget {
  /** IPv4 or IPv6 in text, without brackets. */
  address: string
  port: number
}

export interface ProbeTerms {
  timeoutMs: number
  signal?: AbortSignal
}

/**
 * The probe port (law 6): the only way out for discovery. Each call is checked against the scope of that moment, kept
 * within the budget of host and network (the call waits for its turn) and written down.
 *
 * Problems of each call: `out-of-scope` (nothing was sent), `own-listener` (nothing was sent), `quiet-hours` (nothing was
 * sent), `stopped` (the kill switch, or the caller's signal),
 * `refused` (the peer answered: closed), `timeout` (no answer), `unreachable` (the network said so), `reset`,
 * `local-limit` (this machine had no port or file left, after tries: it says nothing about the peer).
 */
export interface ProbePort {
  /** A TCP connection. The caller destroys it. */
  connect(target: ProbeTarget, terms: ProbeTerms): Promise<Result<Duplex>>
  /** A connected UDP channel: only what that peer sends comes back. The caller closes it. */
  datagrams(target: ProbeTarget, terms: ProbeTerms): Promise<Result<DatagramChannel>>
}

/** A UDP conversation with one peer. */
export interface DatagramChannel {
  send(datagram: Uint8Array): void
  /** Replaces the listener that was there. */
  onMessage(listener: (datagram: Buffer) => void): void
  onError(listener: (error: Error) => void): void
  close(): void
}
