import type { Duplex } from 'node:stream'
import { type DatagramChannel, err, ok, type ProbeTarget, problem, type Result } from '#core/kernel'
import { parseAddress } from '#core/network'
import { channelOf, openDatagrams, sendOn } from './datagrams.ts'
import { dialOnce, place, systemDialler } from './dial.ts'
import { stopOf } from './stop.ts'

/** The service port's side of DNS: only the resolvers that were configured, each by address and port. */
export interface ResolverPort {
  readonly resolvers: readonly ProbeTarget[]
  /** Problem `host-not-allowed`: nobody configured it. */
  openResolver(server: ProbeTarget): Promise<Result<DatagramChannel>>
  connectResolver(server: ProbeTarget): Promise<Result<Duplex>>
}

const CONNECT_TIMEOUT_MS = 5_000

/** @param given `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:53`; whoever configures one by its address has listed it */
export function resolverPort(given: readonly string[], signal: AbortSignal): ResolverPort {
  const resolvers = given.flatMap((text) => parseServer(text) ?? [])
  const known = new Set(resolvers.map(place))
  const refusal = (server: ProbeTarget) =>
    known.has(place(server))
      ? undefined
      : problem('host-not-allowed', `${place(server)} is none of the configured resolvers`)
  return {
    resolvers,
    async openResolver(server) {
      const refused = refusal(server)
      if (refused) return err(refused)
      const opened = await openDatagrams(server)
      return opened.ok ? ok(channelOf(opened.value, (datagram, socket) => sendOn(socket, datagram))) : opened
    },
    async connectResolver(server) {
      const refused = refusal(server)
      return refused
        ? err(refused)
        : dialOnce(server, { timeoutMs: CONNECT_TIMEOUT_MS, stop: stopOf(signal) }, systemDialler)
    },
  }
}

/** Reads an address with or without a port; 53 where none is named. */
export function parseServer(text: string): ProbeTarget | undefined {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text.trim())
  const plain = /^(\d+\.\d+\.\d+\.\d+)(?::(\d{1,5}))?$/.exec(text.trim())
  const [, host = text.trim(), port = '53'] = bracketed ?? plain ?? []
  const address = parseAddress(host)
  return address && Number(port) > 0 && Number(port) < 65_536
    ? { address: address.text, port: Number(port) }
    : undefined
}
